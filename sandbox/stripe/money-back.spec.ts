import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { TestMerchant, until } from './test-merchant.js';

let merchant: TestMerchant;
beforeEach(async () => {
  merchant = await TestMerchant.open();
});
afterEach(() => merchant.close());

const transaction = (id: unknown) => merchant.client().balanceTransactions.retrieve(id as string);
const refund = (params: Stripe.RefundCreateParams) => merchant.client().refunds.create(params);
const typesSince = (count: number) => merchant.typesOfEvents().slice(count).toSorted();

describe('refunds', () => {
  it('give a part back, then the rest, then no more; the fee stays with Stripe', async () => {
    const charge = await merchant.paid();
    const first = await refund({ payment_intent: charge.payment_intent as string, amount: 400 });
    expect(first).toMatchObject({ object: 'refund', status: 'succeeded', amount: 400, charge: charge.id });
    expect(await transaction(first.balance_transaction)).toMatchObject({
      type: 'refund',
      reporting_category: 'refund',
      amount: -400,
      fee: 0,
      net: -400,
      source: first.id,
    });
    await expect(refund({ charge: charge.id, amount: 601 })).rejects.toMatchObject({ param: 'amount' });
    await refund({ charge: charge.id });
    const whole = await merchant.client().charges.retrieve(charge.id, { expand: ['refunds'] });
    expect(whole).toMatchObject({ amount_refunded: 1000, refunded: true, refunds: { data: [{}, {}] } });
    await expect(refund({ charge: charge.id })).rejects.toMatchObject({
      statusCode: 400,
      code: 'charge_already_refunded',
    });
    expect(await merchant.balances()).toEqual({ moved: -35, held: -35 });
    await until(() => merchant.events.length === 9, 'all events');
    expect(typesSince(5)).toEqual(['charge.refunded', 'charge.refunded', 'refund.created', 'refund.created']);
  });

  it('are pending and succeed later on one card, and fail later on another', async () => {
    const pending = await refund({ charge: (await merchant.paid(1000, '4000000000007726')).id });
    expect(pending).toMatchObject({ status: 'pending', pending_reason: 'processing' });
    const updated = await merchant.untilEvent('refund.updated');
    expect(updated.data.object).toMatchObject({ id: pending.id, status: 'succeeded' });

    const doomed = await refund({ charge: (await merchant.paid(500, '4000000000005126')).id });
    expect(doomed.status).toBe('succeeded');
    const failed = (await merchant.untilEvent('refund.failed')).data.object as Stripe.Refund;
    expect(failed).toMatchObject({ id: doomed.id, failure_reason: 'expired_or_canceled_card' });
    expect(await transaction(failed.failure_balance_transaction)).toMatchObject({
      type: 'refund_failure',
      net: 500,
      source: doomed.id,
    });
    expect(await merchant.client().charges.retrieve(failed.charge as string)).toMatchObject({
      amount_refunded: 0,
      refunded: false,
    });
  });

  it('wait for money, or are cancelled, when the Dashboard says so', async () => {
    const charge = await merchant.paid();
    const waiting = await merchant.dashboard<Stripe.Refund>('refund', {
      charge: charge.id,
      amount: 300,
      course: 'pending_for_funds',
    });
    expect(waiting).toMatchObject({ status: 'pending', balance_transaction: null });
    const done = await merchant.dashboard<Stripe.Refund>('refund/succeed', { refund: waiting.id });
    expect(await transaction(done.balance_transaction)).toMatchObject({ net: -300 });

    const begun = await merchant.dashboard<Stripe.Refund>('refund', { charge: charge.id, course: 'pending' });
    const canceled = await merchant.client().refunds.cancel(begun.id);
    expect(canceled.status).toBe('canceled');
    expect(await transaction(canceled.failure_balance_transaction)).toMatchObject({ net: 700 });
    expect((await merchant.client().charges.retrieve(charge.id)).amount_refunded).toBe(300);
  });
});

describe('disputes', () => {
  const disputed = async (cardNumber = '4000000000000259') => {
    const charge = await merchant.paid(1000, cardNumber);
    const { data } = await until(async () => {
      const list = await merchant.client().disputes.list({ charge: charge.id });
      return list.data.length > 0 && list;
    }, 'the dispute');
    return { charge, dispute: data[0]! };
  };
  const answer = (dispute: Stripe.Dispute, text: string) =>
    merchant.client().disputes.update(dispute.id, { evidence: { uncategorized_text: text } });
  const closed = async () =>
    (await merchant.untilEvent('charge.dispute.closed')).data.object as Stripe.Dispute;

  it('take the money and a fee, and give both but that fee back when they are won', async () => {
    const { charge, dispute } = await disputed();
    expect(dispute).toMatchObject({ status: 'needs_response', reason: 'fraudulent', amount: 1000 });
    expect(dispute.balance_transactions).toMatchObject([
      { type: 'adjustment', reporting_category: 'dispute', amount: -1000, fee: 2000, net: -3000 },
    ]);
    await merchant.untilEvent('charge.dispute.funds_withdrawn');
    await expect(refund({ charge: charge.id })).rejects.toMatchObject({ code: 'charge_disputed' });
    expect((await answer(dispute, 'winning_evidence')).status).toBe('under_review');
    expect(await closed()).toMatchObject({ status: 'won', balance_transactions: [{}, { net: 1000 }] });
    await merchant.untilEvent('charge.dispute.funds_reinstated');
    const fees = await merchant.client().balanceTransactions.list({ type: 'stripe_fee' });
    expect(fees.data.map(({ net }) => net)).toEqual([2000, -2000]);
    expect(await merchant.balances()).toEqual({ moved: 965 - 2000, held: 965 - 2000 });
  });

  it('are lost by losing evidence, by giving in, and by saying nothing', async () => {
    const first = await disputed('4000000000002685');
    expect(first.dispute.reason).toBe('product_not_received');
    await answer(first.dispute, 'losing_evidence');
    expect(await closed()).toMatchObject({ status: 'lost', balance_transactions: [{}] });
    const second = await disputed();
    expect((await merchant.client().disputes.close(second.dispute.id)).status).toBe('lost');
    const third = await disputed();
    await merchant.dashboard('time', { seconds: 10 * 86_400 });
    expect(await merchant.client().disputes.retrieve(third.dispute.id)).toMatchObject({ status: 'lost' });
  });

  it('begin as an inquiry that moves nothing and may still be refunded', async () => {
    const { charge, dispute } = await disputed('4000000000001976');
    expect(dispute).toMatchObject({ status: 'warning_needs_response', balance_transactions: [] });
    await refund({ charge: charge.id, amount: 100 });
    await merchant.dashboard('dispute/escalate', { dispute: dispute.id });
    expect(await merchant.client().disputes.retrieve(dispute.id)).toMatchObject({
      status: 'needs_response',
      balance_transactions: [{ net: -3000 }],
    });
  });

  it('may be about a part, and never about what was refunded', async () => {
    const charge = await merchant.paid();
    const part = await merchant.dashboard<Stripe.Dispute>('dispute', { charge: charge.id, amount: 250 });
    expect(part.balance_transactions).toMatchObject([{ amount: -250 }]);
    const other = await merchant.paid();
    await refund({ charge: other.id });
    await expect(merchant.dashboard('dispute', { charge: other.id })).rejects.toThrow('nothing left');
  });

  it('are announced by a warning that asks for nothing any more once the payment is refunded', async () => {
    const charge = await merchant.paid(1000, '4000000000005423');
    const warning = await merchant.untilEvent('radar.early_fraud_warning.created');
    expect(warning.data.object).toMatchObject({ charge: charge.id, actionable: true });
    await refund({ charge: charge.id });
    const { data } = await merchant.client().radar.earlyFraudWarnings.list({ charge: charge.id });
    expect(data).toMatchObject([{ actionable: false }]);
  });
});
