import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MonthlyEnds } from '../../src/channels/card/monthly-ends.js';
import { BooksCheck } from '../../src/reports/check.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { call, pay, paymentPage, raised, settled, startCardDonation, total } from '../support/donor.js';
import { eventually } from '../support/eventually.js';

const month = 31 * 86_400;
const refusing = '4000000000000341';

describe('a monthly gift', () => {
  let test: TestApp;
  let gift: { id: string; manageUrl: string };
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  const begin = async (key: string, amountPence = 1000) => {
    const donor = { firstName: 'Ada', email: 'ada@example.org' };
    const { status, body } = await startCardDonation(test, { amountPence, interval: 'month', donor }, key);
    expect(status).toBe(201);
    return body as typeof body & { manageUrl: string };
  };
  const withLink = <Answer = { status: string }>(verb = '') => {
    const { search } = new URL(gift.manageUrl);
    return call<Answer>(`${test.url}/api/v1/monthly-gifts/${gift.id}${verb && `/${verb}`}${search}`, {
      method: verb === '' ? 'GET' : 'POST',
    });
  };
  const is = (status: string) =>
    eventually(`the gift to be ${status}`, async () => (await withLink()).body.status === status);
  const atStripe = (action: string, json: object) =>
    call<object>(`${test.sandboxUrl}/stripe/${action}`, { method: 'POST', json });
  const subscription = async (): Promise<string> => {
    const [row] = await test.database.dataSource.query<[{ id: string }]>(
      'select subscription_id as id from card.monthly_gift where id = $1',
      [gift.id],
    );
    return row.id;
  };
  const letters = async (): Promise<string[]> => {
    const rows = await test.database.dataSource.query<{ kind: string }[]>(
      `select payload->>'kind' as kind from messaging.outbox where topic = 'mail' order by created_at`,
    );
    return rows.map(({ kind }) => kind).filter((kind) => kind.startsWith('monthly'));
  };

  it('is pending until Stripe says that its first payment was made', async () => {
    gift = await begin('every-month');
    expect((await withLink()).body).toEqual({ id: gift.id, status: 'pending' });
    expect((await withLink('stop')).status).toBe(409);
    expect(await total(test)).toMatchObject({ raisedPence: 0, pendingPence: 1000 });
  });

  it('is raised once by its first payment, with the fee that Stripe tells', async () => {
    const { checkoutUrl } = await begin('every-month');
    expect(await pay(await paymentPage(checkoutUrl))).toContain(`/thanks/${gift.id}`);
    expect(await raised(test, 1000)).toMatchObject({ donations: 1, pendingPence: 0 });
    await is('active');
    await settled(test);
    expect(await total(test)).toMatchObject({ raisedPence: 1000, donations: 1, heldPence: 1000 });
    const fees = await test.database.dataSource.query(
      `select amount_pence::integer as pence from ledger.transfer join ledger.account on account.id = debit_account
       where account.name = 'due_from_operator'`,
    );
    expect(fees).toEqual([{ pence: 35 }]);
  });

  it('is a donation of its own each month after', async () => {
    await atStripe('time', { seconds: month });
    expect(await raised(test, 2000)).toMatchObject({ donations: 2 });
    await atStripe('time', { seconds: month });
    expect(await raised(test, 3000)).toMatchObject({ donations: 3 });
    const rows = await test.database.dataSource.query(
      `select count(*)::integer as bills, count(distinct donation_id)::integer as donations from card.monthly_bill`,
    );
    expect(rows).toEqual([{ bills: 3, donations: 3 }]);
  });

  it('is shown to nobody without its token', async () => {
    const url = `${test.url}/api/v1/monthly-gifts/${gift.id}`;
    expect((await call(`${url}?token=another`)).status).toBe(404);
    expect((await call(`${url}/stop?token=another`, { method: 'POST' })).status).toBe(404);
  });

  it('fails on a card that stopped paying, and raises nothing', async () => {
    await atStripe('subscription/card', { subscription: await subscription(), card: refusing });
    await atStripe('time', { seconds: month });
    await is('failing');
    await eventually('nothing to be pending', async () => (await total(test)).pendingPence === 0);
    expect(await total(test)).toMatchObject({ raisedPence: 3000, donations: 3, pendingPence: 0 });
  });

  it('goes on with another card, which the donor gives to Stripe alone', async () => {
    const { body } = await withLink<{ url: string }>('card');
    const card = { cardNumber: '5555555555554444', expiry: '04 / 40', cvc: '123' };
    await fetch(`${body.url}/card`, { method: 'POST', body: new URLSearchParams(card), redirect: 'manual' });
    await atStripe('time', { seconds: 4 * 86_400 });
    expect(await raised(test, 4000)).toMatchObject({ donations: 4 });
    await is('active');
  });

  it('is stopped by the donor at once, and nothing more is taken', async () => {
    expect((await withLink('stop')).status).toBe(202);
    await is('stopped');
    expect((await withLink('stop')).status).toBe(202);
    await atStripe('time', { seconds: 3 * month });
    await settled(test);
    expect(await total(test)).toMatchObject({ raisedPence: 4000, donations: 4 });
    expect(await letters()).toEqual(['monthly-begun', 'monthly-failing', 'monthly-stopped']);
  });

  it('ends with its appeal, and the donor is told once', async () => {
    gift = await begin('until-the-appeal-ends');
    await pay(await paymentPage((await begin('until-the-appeal-ends')).checkoutUrl));
    await is('active');
    await raised(test, 5000);
    await test.database.asOwner(`update giving.appeal set status = 'stopped'`);
    await Promise.all([test.app.get(MonthlyEnds).look(), test.app.get(MonthlyEnds).look()]);
    await is('stopped');
    await test.app.get(MonthlyEnds).look();
    await atStripe('time', { seconds: 2 * month });
    await settled(test);
    expect(await total(test)).toMatchObject({ raisedPence: 5000, donations: 5 });
    expect((await letters()).slice(3)).toEqual(['monthly-begun', 'monthly-stopped']);
  });

  it('leaves books whose every identity holds, and nothing for staff', async () => {
    expect((await test.app.get(BooksCheck).run()).breaks).toEqual([]);
    expect(await test.database.dataSource.query('select kind from breaks.break')).toEqual([]);
  });
});
