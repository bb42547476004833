import type Stripe from 'stripe';
import type { Account } from './account.js';
import { DAY } from './agenda.js';
import { availableWith, moveMoney } from './balance.js';
import { newDispute } from './dispute-object.js';
import { invalid } from './errors.js';
import { noteWarningActedOn } from './warnings.js';

/** The UK's prices (stripe.com/gb/pricing): one fee for being disputed, one for answering, given back on a win. */
export const DISPUTE_FEE_PENCE = 2000;
export const COUNTER_FEE_PENCE = 2000;
const ANSWER_WITHIN_SECONDS = 9 * DAY;
const LATER_SECONDS = 1;
const OPEN = new Set(['needs_response', 'under_review']);

/** What a test card or the Dashboard asks for. */
export interface DisputeRequest {
  charge: Stripe.Charge;
  /** Less than the payment where only a part is disputed. */
  amount?: number | undefined;
  reason?: string | undefined;
  /** The bank only asks: no money moves. */
  inquiry?: boolean;
}

/** The dispute that holds the money of a charge, if any. An inquiry holds none, and lets it be refunded. */
export function openDisputeOf({ records }: Account, charge: Stripe.Charge): Stripe.Dispute | undefined {
  return disputesOf(records.disputes, charge).find(({ status }) => OPEN.has(status) || status === 'lost');
}

const disputesOf = (disputes: Record<string, Stripe.Dispute>, charge: Stripe.Charge): Stripe.Dispute[] =>
  Object.values(disputes).filter((dispute) => dispute.charge === charge.id);

/** The donor's bank takes the payment back, or asks about it. A payment is disputed once, never when refunded. */
export function openDispute(account: Account, request: DisputeRequest): Stripe.Dispute {
  const { charge, inquiry = false, reason = 'fraudulent' } = request;
  const left = charge.amount - charge.amount_refunded;
  const amount = request.amount ?? left;
  if (!charge.paid || left === 0) throw invalid('This payment has nothing left to dispute.');
  if (amount < 1 || amount > charge.amount) throw invalid('No more than was paid can be disputed.', 'amount');
  if (disputesOf(account.records.disputes, charge).length > 0)
    throw invalid('This payment was disputed before.');
  const dispute = newDispute(account, charge, {
    amount,
    reason,
    status: inquiry ? 'warning_needs_response' : 'needs_response',
    dueBy: account.clock.seconds() + ANSWER_WITHIN_SECONDS,
  });
  account.records.disputes[dispute.id] = dispute;
  charge.disputed = true;
  account.agenda.add('time_out_dispute', dispute.id, ANSWER_WITHIN_SECONDS);
  if (!inquiry) withdraw(account, dispute, charge);
  announce(account, dispute, 'charge.dispute.created');
  if (!inquiry) announce(account, dispute, 'charge.dispute.funds_withdrawn');
  noteWarningActedOn(account, charge);
  return dispute;
}

/** An inquiry that was not settled becomes a dispute. */
export function escalate(account: Account, dispute: Stripe.Dispute): void {
  if (!isInquiry(dispute)) throw invalid('Only an open inquiry becomes a dispute.');
  dispute.status = 'needs_response';
  dispute.is_charge_refundable = false;
  withdraw(account, dispute, account.records.charges[dispute.charge as string]!);
  announce(account, dispute, 'charge.dispute.updated');
  announce(account, dispute, 'charge.dispute.funds_withdrawn');
}

/**
 * The merchant answers. `winning_evidence` and `losing_evidence` decide it a moment later, as in Stripe's test mode;
 * anything else waits for the bank. Answering a dispute costs a fee, which is given back on a win.
 */
export function answerDispute(
  account: Account,
  dispute: Stripe.Dispute,
  text: string,
  requestId?: string,
): void {
  if (!dispute.status.endsWith('needs_response')) throw invalid('This dispute takes no evidence any more.');
  dispute.evidence.uncategorized_text = text;
  dispute.evidence_details.has_evidence = true;
  dispute.evidence_details.submission_count += 1;
  if (!isInquiry(dispute)) counterFee(account, dispute, -COUNTER_FEE_PENCE);
  dispute.status = isInquiry(dispute) ? 'warning_under_review' : 'under_review';
  announce(account, dispute, 'charge.dispute.updated', requestId);
  if (/^(winning|losing)_evidence$/.test(text))
    account.agenda.add('decide_dispute', dispute.id, LATER_SECONDS);
}

/** What the evidence said shall happen. */
export function decideByEvidence(account: Account, id: string): void {
  const dispute = account.records.disputes[id];
  if (!dispute || !isOpen(dispute)) return;
  decide(account, dispute, dispute.evidence.uncategorized_text === 'winning_evidence' ? 'won' : 'lost');
}

/** Nobody answered in time, or the bank never came back on its question. */
export function timeOut(account: Account, id: string): void {
  const dispute = account.records.disputes[id];
  if (dispute && isOpen(dispute)) decide(account, dispute, 'lost');
}

/**
 * Ends an open dispute or inquiry: on a win the money comes back, on a loss it stays away. The bank may change its
 * mind: a loss may be won yet, and what was won be taken back again.
 */
export function decide(account: Account, dispute: Stripe.Dispute, outcome: 'won' | 'lost'): void {
  const { status } = dispute;
  const isChanged = (status === 'lost' || status === 'won') && status !== outcome;
  if (!isOpen(dispute) && !isChanged) throw invalid('This dispute is closed.');
  account.agenda.drop('time_out_dispute', dispute.id);
  dispute.evidence_details.past_due = dispute.evidence_details.submission_count === 0;
  if (isInquiry(dispute)) {
    dispute.status = 'warning_closed';
    announce(account, dispute, 'charge.dispute.closed');
    return;
  }
  const countered = dispute.evidence_details.submission_count > 0;
  dispute.status = outcome;
  if (outcome === 'won') {
    dispute.balance_transactions.push(
      moveMoney(account, {
        type: 'adjustment',
        reportingCategory: 'dispute_reversal',
        amount: dispute.amount,
        currency: dispute.currency,
        source: dispute.id,
        description: `Chargeback reversal for ${dispute.charge as string}`,
      }),
    );
    if (countered) counterFee(account, dispute, COUNTER_FEE_PENCE);
  }
  const isTakenBack = status === 'won';
  if (isTakenBack) withdraw(account, dispute, account.records.charges[dispute.charge as string]!);
  announce(account, dispute, 'charge.dispute.closed');
  if (isTakenBack) announce(account, dispute, 'charge.dispute.funds_withdrawn');
  if (outcome === 'won') announce(account, dispute, 'charge.dispute.funds_reinstated');
}

const isInquiry = ({ status }: Stripe.Dispute): boolean => status.startsWith('warning_');
const isOpen = ({ status }: Stripe.Dispute): boolean => OPEN.has(status.replace('warning_', ''));

function withdraw(account: Account, dispute: Stripe.Dispute, charge: Stripe.Charge): void {
  dispute.balance_transactions.push(
    moveMoney(account, {
      type: 'adjustment',
      reportingCategory: 'dispute',
      amount: -dispute.amount,
      currency: dispute.currency,
      // Being disputed costs once.
      fee: dispute.balance_transactions.length === 0 ? DISPUTE_FEE_PENCE : 0,
      feeDescription: 'Dispute fee',
      source: dispute.id,
      description: `Chargeback withdrawal for ${charge.id}`,
      availableOn: availableWith(account, charge),
    }),
  );
}

function counterFee(account: Account, dispute: Stripe.Dispute, amount: number): void {
  moveMoney(account, {
    type: 'stripe_fee',
    reportingCategory: 'fee',
    amount,
    source: null,
    description: `Dispute countered fee${amount > 0 ? ' returned' : ''} (${dispute.id})`,
  });
}

function announce({ webhooks }: Account, dispute: Stripe.Dispute, type: string, requestId?: string): void {
  webhooks.announce(dispute.payment_intent as string, { type, object: dispute, requestId });
}
