import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { BalanceCheck } from '../../src/channels/card/balance-check.js';
import { MissedEvents } from '../../src/channels/card/missed-events.js';
import { BooksCheck } from '../../src/reports/check.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { availableAtOnce, deliveries, StripeWorld } from '../support/stripe.js';
import { eventually } from '../support/eventually.js';

/** The product with the operator's wish to give back what a bank warns of. */
async function startWarned() {
  const env = { STRIPE_REFUND_FRAUD_WARNINGS: 'on' };
  const test = await startTestApp({ webhooks: false, schedule: false, env });
  return { test, stripe: new StripeWorld(test) };
}

const catchUp = async ({ app }: TestApp, stripe: StripeWorld): Promise<number | undefined> => {
  await app.get(MissedEvents).keep();
  await stripe.untilWorkedOn();
  return app.get(BalanceCheck).run();
};

describe('a gift of which the card’s bank warns, where the operator gives such gifts back', () => {
  let test: TestApp;
  let stripe: StripeWorld;
  beforeAll(async () => {
    ({ test, stripe } = await startWarned());
  });
  afterAll(() => test.close());

  for (const [way, order] of Object.entries(deliveries)) {
    it(`is given back once, before it becomes a dispute, and says why: told ${way}`, async () => {
      const { donationId, charge } = await stripe.paidDonation(1000, `warned-${way}`.replaceAll(' ', '-'));
      await stripe.dashboard('warning', { charge });
      await stripe.tell(order(await stripe.untold(charge)));
      expect(await catchUp(test, stripe)).toBe(0);
      await eventually('the refund at Stripe', async () => {
        return (await stripe.client.refunds.list({ charge })).data.length > 0;
      });
      await stripe.tell(order(await stripe.untold(charge)));
      expect(await catchUp(test, stripe)).toBe(0);
      const refunds = await test.database.dataSource.query<object[]>(
        'select state, reason, amount_pence::integer as pence from giving.refund where donation_id = $1',
        [donationId],
      );
      const reason = expect.stringMatching(/bank warns of fraud \(made_with_stolen_card\)/);
      expect(refunds).toEqual([{ state: 'done', reason, pence: 1000 }]);
      expect((await stripe.client.refunds.list({ charge })).data).toHaveLength(1);
      const [donation] = await test.database.dataSource.query<object[]>(
        'select status from giving.donation where id = $1',
        [donationId],
      );
      expect(donation).toEqual({ status: 'refunded' });
      const postings = await test.database.dataSource.query<object[]>(
        `select happening, amount_pence::integer as pence from ledger.transfer
         where donation_id = $1 and happening <> 'card_charged'`,
        [donationId],
      );
      expect(postings).toEqual([{ happening: 'card_refunded', pence: 1000 }]);
    });
  }

  it('leaves nothing for staff to look at, and books that agree', async () => {
    expect(await test.database.dataSource.query('select kind from breaks.break')).toEqual([]);
    expect((await test.app.get(BooksCheck).run()).breaks).toEqual([]);
  });
});

describe('euros in the same Stripe account', () => {
  let test: TestApp;
  let stripe: StripeWorld;
  beforeAll(async () => {
    ({ test, stripe } = await startWarned());
  });
  afterAll(() => test.close());

  it('of another product are left alone and shown, however their events come', async () => {
    const card = availableAtOnce.replaceAll(' ', '');
    const transactions: string[] = [];
    for (const order of Object.values(deliveries)) {
      const sale = { amount: 700, currency: 'eur', card };
      const { id } = await stripe.dashboard<Stripe.PaymentIntent>('charge', sale);
      const charge = await eventually('the sale to be settled', async () => {
        const { data } = await stripe.client.charges.list({ payment_intent: id });
        return data[0]?.balance_transaction ? data[0] : undefined;
      });
      transactions.push(charge.balance_transaction as string);
      await stripe.dashboard('refund', { charge: charge.id, amount: 300 });
      await stripe.tell(order(await stripe.untold(charge.id)));
    }
    await stripe.paidDonation(1000, 'a-gift-in-pounds');
    // What is in pounds agrees, and nothing else is asked of the books.
    expect(await catchUp(test, stripe)).toBe(0);
    const posted = await test.database.dataSource.query<object[]>(
      'select distinct donation_id is not null as ours, happening from ledger.transfer',
    );
    expect(posted).toEqual([{ ours: true, happening: 'card_charged' }]);
    const headers = { Authorization: `Bearer ${await test.token('auditor')}` };
    const answer = await fetch(`${test.url}/api/v1/staff/breaks?kind=other_currency`, { headers });
    const { items } = (await answer.json()) as { items: { reference: string; detail: string }[] };
    expect(items).toHaveLength(2 * transactions.length);
    expect(items.map(({ reference }) => reference)).toEqual(expect.arrayContaining(transactions));
    expect(items[0]?.detail).toContain('Stripe moved money in eur');
  });

  it('leave the identities of the books unbroken', async () => {
    expect((await test.app.get(BooksCheck).run()).breaks).toEqual([]);
  });
});
