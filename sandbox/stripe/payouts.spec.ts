import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { TestMerchant } from './test-merchant.js';

const DAY = 86_400;

let merchant: TestMerchant;
beforeEach(async () => {
  merchant = await TestMerchant.open();
});
afterEach(() => merchant.close());

const itemsOf = async (payout: string) =>
  (await merchant.client().balanceTransactions.list({ payout, limit: 100 })).data;
const payouts = async () => (await merchant.client().payouts.list()).data;
const netOf = (rows: Stripe.BalanceTransaction[]) => rows.reduce((sum, { net }) => sum + net, 0);

describe('payouts', () => {
  it('come every night of what is available, and say what was in them when they are reconciled', async () => {
    await merchant.paid(1000);
    await merchant.paid(500);
    expect(await payouts()).toEqual([]);
    await merchant.dashboard('time', { seconds: 4 * DAY });
    const [payout, ...others] = await payouts();
    expect(others).toEqual([]);
    expect(payout).toMatchObject({ amount: 965 + 472, automatic: true, reconciliation_status: 'completed' });
    const rows = await itemsOf(payout!.id);
    expect(rows.map(({ type, net }) => [type, net])).toEqual([
      ['payout', -1437],
      ['charge', 472],
      ['charge', 965],
    ]);
    expect(netOf(rows)).toBe(0);
    expect(await merchant.balances()).toEqual({ moved: 0, held: 0 });
    await merchant.untilEvent('payout.reconciliation_completed');
    await merchant.dashboard('time', { seconds: DAY });
    await merchant.untilEvent('payout.paid');
  });

  it('may fail after they were paid, and the money goes out with the next one', async () => {
    await merchant.paid(1000, '4000000000000077');
    const payout = await merchant.dashboard<Stripe.Payout>('payout');
    await expect(itemsOf(payout.id)).rejects.toMatchObject({ code: 'payout_reconciliation_not_ready' });
    await merchant.dashboard('payout/pay', { payout: payout.id });
    const failed = await merchant.dashboard<Stripe.Payout>('payout/fail', { payout: payout.id });
    expect(failed).toMatchObject({ status: 'failed', failure_code: 'account_closed' });
    const next = await merchant.dashboard<Stripe.Payout>('payout');
    await merchant.dashboard('time', { seconds: 5 });
    expect((await itemsOf(next.id)).map(({ type }) => type)).toEqual(['payout', 'payout_failure']);
    await merchant.untilEvent('payout.failed');
  });

  it('debit the bank where the account owes, and itemise no payout made by hand', async () => {
    const charge = await merchant.paid(1000, '4000000000000077');
    const byHand = await merchant
      .client()
      .payouts.create({ amount: 900, currency: 'gbp' }, { idempotencyKey: 'payout-by-hand' });
    expect(byHand).toMatchObject({ automatic: false, reconciliation_status: 'not_applicable' });
    await expect(itemsOf(byHand.id)).rejects.toMatchObject({ statusCode: 400 });
    await expect(merchant.client().payouts.create({ amount: 900, currency: 'gbp' })).rejects.toMatchObject({
      code: 'balance_insufficient',
    });
    await merchant.client().refunds.create({ charge: charge.id });
    const debit = await merchant.dashboard<Stripe.Payout>('payout');
    expect(debit.amount).toBe(65 - 1000);
    expect(await merchant.balances()).toEqual({ moved: 0, held: 0 });
  });

  it('carry what belongs to another product, and fees that no event tells of', async () => {
    const count = merchant.events.length;
    await merchant.dashboard('charge', { amount: 2000, card: '4000000000000077' });
    await merchant.dashboard('fee', { amount: 150 });
    const updated = await merchant.untilEvent('charge.updated');
    expect(updated.data.object).toMatchObject({ metadata: {}, amount: 2000 });
    expect(merchant.events).toHaveLength(count + 4);
    const payout = await merchant.dashboard<Stripe.Payout>('payout');
    expect(payout.amount).toBe(2000 - 50 - 150);
  });
});

describe('time', () => {
  it('passes for a session, whichever clock chose its end', async () => {
    const before = await merchant.newSession();
    await merchant.dashboard('time', { seconds: 2 * DAY });
    expect((await merchant.client().checkout.sessions.retrieve(before.id)).status).toBe('expired');
    const inAnHour = Math.floor(Date.now() / 1000) + 3600;
    const after = await merchant.newSession({ expires_at: inAnHour });
    expect((await merchant.client().checkout.sessions.retrieve(after.id)).status).toBe('open');
    await merchant.dashboard('time', { seconds: 3700 });
    expect((await merchant.client().checkout.sessions.retrieve(after.id)).status).toBe('expired');
  });
});
