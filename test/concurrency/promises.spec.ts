import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MonthlyBills } from '../../src/channels/card/monthly-bills.js';
import { StripePresent } from '../../src/channels/card/stripe-present.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { call, pay, paymentPage, raised, settled, slug, startCardDonation } from '../support/donor.js';
import { eventually } from '../support/eventually.js';
import { inDays, openPledge, type OpenedPledge, payTowards, withLink } from '../support/pledger.js';

const twenty = <Result>(work: (index: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: 20 }, (_, index) => work(index)));

describe('promises, 20 times at once', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  const count = async (from: string): Promise<number> => {
    const [row] = await test.database.dataSource.query<[{ rows: number }]>(
      `select count(*)::integer as rows from ${from}`,
    );
    return row.rows;
  };

  it('are one pledge by an Idempotency-Key, and one request alone has the key', async () => {
    const answers = await twenty(() => openPledge(test, { amountPence: 700 }, 'twenty-pledges'));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    const others = await twenty((index) => openPledge(test, { amountPence: 1000 + index }, 'fought-over'));
    expect(others.map(({ status }) => status).toSorted()).toEqual([201, ...Array<number>(19).fill(409)]);
    expect(await count('giving.pledge')).toBe(2);
    expect(await count('giving.donor')).toBe(2);
  });

  it('are one match by an Idempotency-Key', async () => {
    const headers = {
      Authorization: `Bearer ${await test.token('finance')}`,
      'Idempotency-Key': 'twenty-matches',
    };
    const json = {
      appeal: slug,
      sponsorName: 'The Harbour Bank',
      donor: { email: 'bank@example.org' },
      ratioPercent: 100,
      capPence: 100_000,
      beginsAt: `${inDays(-1)}T00:00:00Z`,
      endsAt: `${inDays(1)}T00:00:00Z`,
      dueOn: inDays(30),
    };
    const url = `${test.url}/api/v1/staff/matches`;
    const answers = await twenty(() => call<OpenedPledge>(url, { method: 'POST', json, headers }));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(await count('giving.match')).toBe(1);
  });

  it('are kept by payments that come into the books together', async () => {
    const { body: pledge } = await openPledge(test, { amountPence: 6000 }, 'kept-by-many');
    await twenty(async (index) => {
      const { body } = await payTowards(test, pledge, 300, `one-of-many-${index}`);
      await pay(await paymentPage(body.checkoutUrl));
    });
    await raised(test, 6000);
    const kept = await eventually('it to be kept', async () => {
      const { body } = await withLink(test, pledge);
      return body.status === 'kept' && body;
    });
    expect(kept.keptPence).toBe(6000);
    expect(await count('giving.pledge_payment')).toBe(20);
  });

  it('are one donation for each bill of a monthly gift, however often it is told', async () => {
    const { body } = await startCardDonation(test, { amountPence: 1000, interval: 'month' }, 'twenty-bills');
    await pay(await paymentPage(body.checkoutUrl));
    await raised(test, 7000);
    await call(`${test.sandboxUrl}/stripe/time`, { method: 'POST', json: { seconds: 31 * 86_400 } });
    await raised(test, 8000);
    const bills = await test.database.dataSource.query<{ id: string }[]>(
      'select invoice_id as id from card.monthly_bill',
    );
    const [present, handler] = [test.app.get(StripePresent), test.app.get(MonthlyBills)];
    await twenty((index) => present.refresh(handler, bills[index % bills.length]?.id ?? ''));
    await settled(test);
    expect(await count('card.monthly_bill')).toBe(2);
    expect(await raised(test, 8000)).toMatchObject({ donations: 22 });
  });
});
