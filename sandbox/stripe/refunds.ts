import type Stripe from 'stripe';
import type { Account } from './account.js';
import { availableWith, moveMoney } from './balance.js';
import { openDisputeOf } from './disputes.js';
import { invalid, noSuch } from './errors.js';
import { newId } from './ids.js';
import type { Parameters } from './parameters.js';
import { rowOf } from './records.js';
import { noteWarningActedOn } from './warnings.js';

const LATER_SECONDS = 2;

/** How a refund goes on after it was made; a card of its own kind says so, or a person in the Dashboard. */
export type RefundCourse = 'succeeds' | 'pending' | 'pending_for_funds' | 'fails_later';

export interface RefundRequest {
  charge: Stripe.Charge;
  amount: number;
  reason?: string | undefined;
  metadata?: Record<string, string>;
  course?: RefundCourse | undefined;
}

export function readRefundParameters(account: Account, parameters: Parameters): RefundRequest {
  parameters.only('charge', 'payment_intent', 'amount', 'reason', 'metadata', 'expand');
  const charge = chargeOf(account, parameters);
  const left = charge.amount - charge.amount_refunded;
  if (charge.refunded)
    throw invalid(`Charge ${charge.id} has already been refunded.`, undefined, 'charge_already_refunded');
  if (openDisputeOf(account, charge))
    throw invalid(
      `Charge ${charge.id} has been charged back; cannot issue a refund.`,
      undefined,
      'charge_disputed',
    );
  const amount = parameters.integer('amount') ?? left;
  if (amount < 1)
    throw invalid('This value must be greater than or equal to 1.', 'amount', 'parameter_invalid_integer');
  if (amount > left)
    throw invalid(
      `Refund amount (${amount}) is greater than unrefunded amount on charge (${left}).`,
      'amount',
    );
  return {
    charge,
    amount,
    reason: parameters.oneOf('reason', ['duplicate', 'fraudulent', 'requested_by_customer']),
    metadata: parameters.metadata(),
  };
}

function chargeOf({ records }: Account, parameters: Parameters): Stripe.Charge {
  const [chargeId, intentId] = [parameters.text('charge'), parameters.text('payment_intent')];
  if (chargeId === undefined && intentId === undefined)
    throw invalid(
      'One of the following params should be provided for this request: payment_intent or charge.',
    );
  const intent = intentId === undefined ? undefined : rowOf(records.paymentIntents, intentId);
  if (intentId !== undefined && !intent) throw noSuch('payment_intent', intentId, 'payment_intent');
  const charge = rowOf(records.charges, chargeId ?? (intent?.latest_charge as string));
  if (charge?.paid) return charge;
  if (chargeId !== undefined && !charge) throw noSuch('charge', chargeId, 'charge');
  throw invalid(
    'This payment does not have a successful charge to refund.',
    undefined,
    'charge_not_refundable',
  );
}

/** Gives money back. It leaves the account now, unless the refund waits until there is enough. */
export function createRefund(account: Account, request: RefundRequest, requestId?: string): Stripe.Refund {
  const { charge, amount } = request;
  const course = request.course ?? account.records.cards[charge.payment_method!]?.refunds ?? 'succeeds';
  const refund = newRefund(account, request);
  if (course === 'pending' || course === 'pending_for_funds') {
    refund.status = 'pending';
    refund.pending_reason = course === 'pending' ? 'processing' : 'insufficient_funds';
  }
  account.records.refunds[refund.id] = refund;
  if (course !== 'pending_for_funds') takeMoney(account, refund, charge);
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded === charge.amount;
  announce(account, refund, 'refund.created', requestId);
  announce(account, charge, 'charge.refunded', requestId);
  noteWarningActedOn(account, charge);
  if (course === 'pending') account.agenda.add('succeed_refund', refund.id, LATER_SECONDS);
  if (course === 'fails_later') account.agenda.add('fail_refund', refund.id, LATER_SECONDS);
  return refund;
}

export function succeedRefund(account: Account, id: string): void {
  const refund = account.records.refunds[id];
  if (refund?.status !== 'pending') return;
  if (refund.balance_transaction === null)
    takeMoney(account, refund, account.records.charges[refund.charge as string]!);
  refund.status = 'succeeded';
  delete refund.pending_reason;
  announce(account, refund, 'refund.updated');
}

/** The bank would not take it, perhaps weeks later; or, where it was pending, it is called off. */
export function endRefund(
  account: Account,
  id: string,
  status: 'failed' | 'canceled',
  reason?: string,
): void {
  const refund = account.records.refunds[id];
  if (!refund || (refund.status !== 'pending' && (status === 'canceled' || refund.status !== 'succeeded')))
    return;
  const charge = account.records.charges[refund.charge as string]!;
  if (refund.balance_transaction !== null) {
    refund.failure_balance_transaction = moveMoney(account, {
      type: 'refund_failure',
      reportingCategory: 'refund_failure',
      amount: refund.amount,
      currency: refund.currency,
      source: refund.id,
      description: `REFUND FAILURE FOR CHARGE (${charge.id})`,
    }).id;
  }
  refund.status = status;
  delete refund.pending_reason;
  if (status === 'failed') refund.failure_reason = reason ?? 'expired_or_canceled_card';
  charge.amount_refunded -= refund.amount;
  charge.refunded = false;
  if (status === 'failed') announce(account, refund, 'refund.failed');
  announce(account, refund, 'refund.updated');
  announce(account, charge, 'charge.updated');
}

function takeMoney(account: Account, refund: Stripe.Refund, charge: Stripe.Charge): void {
  refund.balance_transaction = moveMoney(account, {
    type: 'refund',
    reportingCategory: 'refund',
    amount: -refund.amount,
    currency: refund.currency,
    source: refund.id,
    description: `REFUND FOR CHARGE (${charge.description ?? charge.id})`,
    availableOn: availableWith(account, charge),
  }).id;
}

function announce(
  { webhooks }: Account,
  object: Stripe.Refund | Stripe.Charge,
  type: string,
  requestId?: string,
): void {
  webhooks.announce(object.payment_intent as string, { type, object, requestId });
}

function newRefund(account: Account, { charge, amount, reason, metadata }: RefundRequest): Stripe.Refund {
  return {
    id: newId('re_3'),
    object: 'refund',
    amount,
    balance_transaction: null,
    charge: charge.id,
    created: account.clock.seconds(),
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: { card: { type: 'refund' }, type: 'card' },
    metadata: metadata ?? {},
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  };
}
