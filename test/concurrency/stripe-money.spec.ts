import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { BalanceCheck } from '../../src/channels/card/balance-check.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { call, settled } from '../support/donor.js';
import { StripeWorld } from '../support/stripe.js';

interface Listed {
  items: { category: string; netPence: number }[];
  nextCursor: string | null;
}

describe('the same word of Stripe’s 20 times at once', () => {
  let test: TestApp;
  let stripe: StripeWorld;
  beforeAll(async () => {
    test = await startTestApp({ webhooks: false, schedule: false });
    stripe = new StripeWorld(test);
  });
  afterAll(() => test.close());

  it('makes one row and one entry of a charge, a refund, a dispute and a payout', async () => {
    const refunded = await stripe.paidDonation(1000, 'twenty-refunds', '4000 0000 0000 0077');
    await stripe.dashboard('refund', { charge: refunded.charge, amount: 300 });
    const disputed = await stripe.paidDonation(1000, 'twenty-disputes', '4000 0000 0000 0077');
    const { id } = await stripe.dashboard<Stripe.Dispute>('dispute', { charge: disputed.charge });
    await stripe.dashboard('dispute/decide', { dispute: id, outcome: 'lost' });
    await stripe.dashboard('payout');
    await stripe.pass(5);
    const events = await stripe.untold();
    const copies = events.flatMap((event) =>
      Array.from({ length: 20 }, (_, index) => ({ ...event, id: `${event.id}x${index}` })),
    );
    await Promise.all(copies.map((event) => stripe.send(event)));
    await settled(test);
    const [rows] = await test.database.dataSource.query<object[]>(
      `select (select count(*)::integer from card.balance_transaction) as transactions,
         (select count(*)::integer from card.refund) as refunds,
         (select count(*)::integer from card.dispute) as disputes,
         (select count(*)::integer from card.payout) as payouts,
         (select count(*)::integer from card.payout_share) as shares,
         (select count(*)::integer from ledger.transfer where leg = 1) as entries,
         (select count(*)::integer from breaks.break) as breaks`,
    );
    // Two charges, a refund, a dispute and a payout moved money; the loss of the dispute is an entry of its own.
    expect(rows).toEqual({
      transactions: 5,
      refunds: 1,
      disputes: 1,
      payouts: 1,
      shares: 1,
      entries: 6,
      breaks: 0,
    });
  });

  it('lists what belongs to no appeal, a page at a time', async () => {
    for (let index = 0; index < 51; index++) await stripe.dashboard('fee', { amount: 100 + index });
    await test.app.get(BalanceCheck).run();
    const headers = { Authorization: `Bearer ${await test.token('auditor')}` };
    const url = `${test.url}/api/v1/staff/stripe-transactions`;
    const { body: first } = await call<Listed>(url, { headers });
    expect(first.items).toHaveLength(50);
    const { body: second } = await call<Listed>(`${url}?cursor=${first.nextCursor}`, { headers });
    const nets = [...first.items, ...second.items].map(({ netPence }) => netPence);
    expect(nets.toSorted((one, other) => other - one)).toEqual(
      Array.from({ length: 51 }, (_, i) => -100 - i),
    );
    expect(second.nextCursor).toBeNull();
  });
});
