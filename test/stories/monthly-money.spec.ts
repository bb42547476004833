import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BalanceCheck } from '../../src/channels/card/balance-check.js';
import { MissedEvents } from '../../src/channels/card/missed-events.js';
import { BooksCheck } from '../../src/reports/check.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { call, pay, paymentPage, startCardDonation } from '../support/donor.js';
import { deliveries, StripeWorld } from '../support/stripe.js';

const month = 31 * 86_400;
const refusing = '4000000000000341';
const donor = { firstName: 'Ada', lastName: 'Example', email: 'ada@example.org' };
const giftAid = {
  taxpayer: true,
  scope: 'all_gifts',
  firstName: 'Ada',
  lastName: 'Example',
  house: '12a',
  postcode: 'CF10 1EP',
};

describe('the money of a monthly gift', () => {
  let test: TestApp;
  let stripe: StripeWorld;
  beforeAll(async () => {
    test = await startTestApp({ webhooks: false, schedule: false });
    stripe = new StripeWorld(test);
  });
  afterAll(() => test.close());

  const begin = async (amountPence: number, key: string) => {
    const gift = { amountPence, interval: 'month', donor, giftAid };
    const { body } = await startCardDonation(test, gift, key);
    await pay(await paymentPage(body.checkoutUrl));
    return body as typeof body & { manageUrl: string };
  };
  const chargesOf = async (amountPence: number) =>
    (await stripe.client.charges.list({ limit: 100 })).data.filter(({ amount }) => amount === amountPence);
  const catchUp = async () => {
    await test.app.get(MissedEvents).keep();
    await stripe.untilWorkedOn();
    return test.app.get(BalanceCheck).run();
  };
  const donationsOf = (amountPence: number) =>
    test.database.dataSource.query<unknown[]>(
      `select status, refunded_pence::integer as refunded, count(declaration_id)::integer as declarations,
         (select sum(amount_pence)::integer from ledger.transfer
          join ledger.account on account.id = debit_account and account.name = 'due_from_operator'
          where transfer.donation_id = donation.id) as fee
       from giving.donation left join giving.declared_donation on donation_id = id
       where amount_pence = $1 group by id order by given_at`,
      [amountPence],
    );

  for (const [index, [way, order]] of Object.entries(deliveries).entries())
    it(`is in the books month by month, with its refund and Gift Aid, when events come ${way}`, async () => {
      const amountPence = 1000 + index;
      await begin(amountPence, `monthly-money-${index}`);
      await stripe.pass(month);
      const [second, first, ...more] = await chargesOf(amountPence);
      expect([first?.paid, second?.paid, more]).toEqual([true, true, []]);
      await stripe.dashboard('refund', { charge: second?.id, amount: 400 });
      await stripe.tell(order(await stripe.untold()));
      expect(await catchUp()).toBe(0);
      expect(await donationsOf(amountPence)).toEqual([
        { status: 'confirmed', refunded: 0, declarations: 1, fee: 35 },
        { status: 'part_refunded', refunded: 400, declarations: 1, fee: 35 },
      ]);
      for (const { id } of (await stripe.client.subscriptions.list({ status: 'active' })).data)
        await stripe.client.subscriptions.cancel(id);
    });

  for (const [index, [way, order]] of Object.entries(deliveries).entries())
    it(`is raised once when a bill fails, is tried again and the gift ends, when events come ${way}`, async () => {
      const amountPence = 1100 + index;
      const { id } = await begin(amountPence, `failing-money-${index}`);
      const active = await stripe.client.subscriptions.list({ status: 'active' });
      const subscription = active.data.find(({ metadata }) => metadata['monthly_gift_id'] === id)?.id ?? '';
      await stripe.dashboard('subscription/card', { subscription, card: refusing });
      await stripe.pass(month);
      await stripe.dashboard('subscription/card', { subscription, card: '4242424242424242' });
      await stripe.pass(4 * 86_400);
      await stripe.client.subscriptions.cancel(subscription);
      await stripe.tell(order(await stripe.untold()));
      expect(await catchUp()).toBe(0);
      const raised = { status: 'confirmed', refunded: 0, declarations: 1, fee: 37 };
      expect(await donationsOf(amountPence)).toEqual([raised, raised]);
      const gifts = await test.database.dataSource.query(
        'select status from card.monthly_gift where id = $1',
        [id],
      );
      expect(gifts).toEqual([{ status: 'stopped' }]);
    });

  it('offers no page for another card while Stripe is away, and says so', async () => {
    const { manageUrl } = await begin(2000, 'stripe-is-away');
    await catchUp();
    await stripe.dashboard('trouble', { kind: 'server_error', times: 2, path: '/v1/billing_portal' });
    const { pathname, search } = new URL(manageUrl);
    const url = `${test.url}/api/v1${pathname.replace('/monthly/', '/monthly-gifts/')}/card${search}`;
    const away = await call<{ code: string }>(url, { method: 'POST' });
    expect([away.status, away.body.code]).toEqual([503, 'card_page_away']);
    expect((await call(url, { method: 'POST' })).status).toBe(200);
  });

  it('is all of the appeal, and leaves every identity whole', async () => {
    const elsewhere = await test.database.dataSource.query<unknown[]>(
      `select * from card.balance_transaction where book = 'other'`,
    );
    expect(elsewhere).toEqual([]);
    expect((await test.app.get(BooksCheck).run()).breaks).toEqual([]);
  });
});
