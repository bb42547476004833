import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Breaks } from '../../src/platform/breaks/breaks.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { give } from '../reports/given.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { AtConsole } from './console.js';

let test: TestApp;
let fiona: AtConsole;
let boss: AtConsole;
let auditor: AtConsole;
let gift: string;

beforeAll(async () => {
  test = await startTestApp({ workers: false, sandbox: false });
  [fiona, boss, auditor] = [
    await AtConsole.of(test, 'finance', 'Fiona Figures'),
    await AtConsole.of(test, 'approver', 'Bo Seal'),
    await AtConsole.of(test, 'auditor', 'Audrey Trail'),
  ];
  gift = await give(test, { name: 'large', amountPence: 90_000, givenAt: new Date('2022-03-02T10:00:00Z') });
  await give(test, {
    name: 'small',
    channel: 'text',
    amountPence: 300,
    givenAt: new Date('2022-03-04T10:00:00Z'),
  });
});
afterAll(() => test.close());

describe('the list of donations', () => {
  const hits = async (query: string): Promise<number> =>
    (await fiona.read(`/staff/donations?${query}`)).html.split('href="/staff/donations/').length - 1;

  it('is searched by day, amount, state and channel', async () => {
    expect(await hits('')).toBe(2);
    expect(await hits('from=2022-03-03')).toBe(1);
    expect(await hits('to=2022-03-03&channel=text')).toBe(0);
    expect(await hits('amount=900')).toBe(1);
    expect(await hits('amount=%C2%A33.00&status=confirmed')).toBe(1);
    expect(await hits('status=lost')).toBe(0);
  });

  it('leads to the one donation that has a number: ours, Stripe’s or a gateway’s', async () => {
    for (const number of [gift, gift.toUpperCase(), ` ${gift} `, 'txn_large']) {
      if (number === 'txn_large') await knownToStripe();
      const { status, leadsTo } = await fiona.read(`/staff/donations?find=${encodeURIComponent(number)}`);
      expect([number, status, leadsTo]).toEqual([
        number,
        303,
        `/staff/donations/${gift}?appeal=sun-ukraine-fund`,
      ]);
    }
    const none = await fiona.read('/staff/donations?find=txn_none');
    expect(none.status).toBe(404);
    expect(none.text).toContain('No donation has this number.');
  });

  it('says what is wrong with a search, and finds nothing then', async () => {
    const page = await fiona.read('/staff/donations?amount=lots');
    expect(page.status).toBe(400);
    expect(page.text).toContain('The amount must be an amount in pounds');
    expect((await fiona.read('/staff/donations?from=yesterday')).text).toContain('The first day must');
  });

  it('is for staff alone', async () => {
    expect((await fetch(`${test.url}/staff/donations`, { redirect: 'manual' })).status).toBe(401);
    expect((await auditor.read('/staff/donations')).status).toBe(200);
  });
});

describe('a refund by the pages', () => {
  const page = () => `/staff/donations/${gift}`;
  const ask = (amount: string, reason = 'The donor asked', id = '') =>
    fiona.send(`${page()}/refunds`, { id, amount, reason });

  it('is refused in plain English, with what was typed still there', async () => {
    const tooMuch = await ask('1,000');
    expect(tooMuch.status).toBe(409);
    expect(tooMuch.text).toContain('No more than £900 is left');
    expect(tooMuch.html).toContain('value="1,000"');
    expect((await ask('5', '')).text).toContain('The reason');
    expect((await ask('much')).status).toBe(400);
    expect((await auditor.send(`${page()}/refunds`, { amount: '5', reason: 'No' })).status).toBe(403);
  });

  it('is asked for once however often the form is sent, and approved by another', async () => {
    const id = /name="id" value="([^"]+)"/.exec((await fiona.read(page())).html)?.[1] ?? '';
    await ask('600', 'Meant £300', id);
    const asked = await ask('600', 'Meant £300', id);
    expect(asked.text).toContain('The refund is asked for.');
    expect(asked.text).toContain('Another person must approve it.');
    expect(asked.text.split('requested: waits').length - 1).toBe(1);

    const approve = `${page()}/refunds/${id}/approve`;
    expect((await fiona.send(approve)).status).toBe(403);
    const approved = await boss.send(approve);
    expect(approved.text).toContain('The refund is approved.');
    expect(approved.text).toContain('refund approved Bo Seal');
    expect((await boss.send(approve)).status).toBe(409);
    expect((await boss.send(`/staff/donations/${id}/refunds/${id}/approve`)).status).toBe(404);
  });
});

describe('a break on the pages', () => {
  it('is shown with what would settle it, and goes once a person has said what was done', async () => {
    await test.app.get(Transactions).run((tx) =>
      test.app.get(Breaks).note(tx, {
        kind: 'paid_twice',
        reference: 'pi_second',
        detail: 'A second payment came.',
        whatToDo: 'Give one back.',
        donationId: gift,
        theirs: [{ what: 'payment', id: 'pi_second', amountPence: 90_000 }],
      }),
    );
    const shown = await auditor.read('/staff/breaks');
    expect(shown.text).toContain('payment pi_second : £900.00');
    expect(shown.html).not.toMatch(/\/settle["?]/);
    const settle = /action="([^"]+\/settle)[?"]/.exec((await fiona.read('/staff/breaks')).html)?.[1] ?? '';
    expect((await fiona.send(settle, { action: 'given_back', note: '' })).text).toContain(
      'Why that settles it',
    );
    expect((await fiona.send(settle, { action: 'forgotten', note: 'So.' })).status).toBe(400);
    const settled = await fiona.send(settle, { action: 'given_back', note: 'By refund.' });
    expect(settled.text).toContain('It is settled.');
    expect(settled.text).toContain('Nothing: everything agrees.');
    expect((await fiona.read(`/staff/donations/${gift}`)).text).toContain('Fiona Figures: By refund.');
  });
});

/** As the walk through Stripe's balance keeps it. */
function knownToStripe(): Promise<unknown> {
  return test.database.dataSource.query(
    `insert into card.balance_transaction
       (id, category, source_id, book, donation_id, currency, amount_pence, fee_pence, net_pence, created_at)
     values ('txn_large', 'charge', 'ch_large', 'sun-ukraine-fund', $1, 'gbp', 90000, 35, 89965, now())`,
    [gift],
  );
}
