import { derivedIdAt } from '../vocabulary/ids.js';
import type { Pence } from '../vocabulary/pence.js';
import { otherBook } from './accounts.js';
import { type Entry, move } from './entry.js';
import {
  givenDirectly,
  type OfDonation,
  ofStripe,
  type StripeMove,
  type Withdrawal,
} from './posting-parts.js';

const stripe = { name: 'stripe_balance' } as const;
const operator = { name: 'due_from_operator' } as const;
const payable = { name: 'refund_payable' } as const;
const transit = { name: 'payouts_in_transit' } as const;

export interface CardCharge extends OfDonation, StripeMove {
  /** The charity collects itself: counted by memo, never held or owed. */
  direct: boolean;
  grossPence: Pence;
  feePence: Pence;
}

/** Card charge +g, fee f: stripe_balance g−f; due_from_operator f | held g. */
export function cardCharged(charge: CardCharge): Entry {
  const { book, purpose, donationId, grossPence, feePence, balanceTransactionId } = charge;
  const held = { name: 'held', purpose } as const;
  return {
    ...ofStripe(charge),
    happening: charge.direct ? 'given_directly' : 'card_charged',
    book,
    donationId,
    fact: { donationId, grossPence, feePence, balanceTransactionId },
    legs: charge.direct
      ? givenDirectly(grossPence)
      : [...move(grossPence - feePence, stripe, held), ...move(feePence, operator, held)],
  };
}

export interface CardRefund extends OfDonation, StripeMove {
  partner: string;
  amountPence: Pence;
}

/** Refund −r: held r down to zero, the rest due_from_partner | stripe_balance r. Stripe keeps its fee. */
export function cardRefunded(refund: CardRefund): Withdrawal {
  const { book, purpose, donationId, partner, amountPence, balanceTransactionId } = refund;
  return {
    ...ofStripe(refund),
    happening: 'card_refunded',
    book,
    donationId,
    fact: { donationId, amountPence, balanceTransactionId },
    purpose,
    partner,
    amountPence,
    credit: stripe,
  };
}

interface FailedRefund extends OfDonation, StripeMove {
  amountPence: Pence;
}

/** Refund failed +r: stripe_balance r | refund_payable r. The donor is still owed it. */
export function refundFailed(refund: FailedRefund): Entry {
  const { book, donationId, amountPence, balanceTransactionId } = refund;
  return {
    ...ofStripe(refund),
    happening: 'refund_failed',
    book,
    donationId,
    fact: { donationId, amountPence, balanceTransactionId },
    legs: move(amountPence, stripe, payable),
  };
}

/** A failed refund that is made again through Stripe −r: refund_payable r | stripe_balance r. */
export function refundMadeAgain(refund: FailedRefund): Entry {
  const { book, donationId, amountPence, balanceTransactionId } = refund;
  return {
    ...ofStripe(refund, 'again'),
    happening: 'refund_failed',
    book,
    donationId,
    fact: { donationId, amountPence: -amountPence, balanceTransactionId },
    legs: move(amountPence, payable, stripe),
  };
}

interface CancelledRefund extends FailedRefund {
  /** The charity had collected it itself, and has it again. */
  direct: boolean;
}

/** Failed refund cancelled instead: refund_payable r | held r. Named by the balance transaction of its failure. */
export function refundCancelled(refund: CancelledRefund, cancelledAt: Date): Entry {
  const { book, donationId, purpose, amountPence, balanceTransactionId, direct } = refund;
  return {
    ...ofStripe(refund, 'cancelled'),
    occurredAt: cancelledAt,
    happening: 'refund_cancelled',
    book,
    donationId,
    fact: { donationId, amountPence, balanceTransactionId },
    legs: direct ? givenDirectly(amountPence) : move(amountPence, payable, { name: 'held', purpose }),
  };
}

export interface DisputeOpened extends OfDonation, StripeMove {
  grossPence: Pence;
  feePence: Pence;
}

/** Dispute opened −g, fee d: dispute_suspense g; due_from_operator d | stripe_balance g+d. Owed, not remittable. */
export function disputeOpened(dispute: DisputeOpened): Entry {
  const { book, donationId, purpose, grossPence, feePence, balanceTransactionId } = dispute;
  return {
    ...ofStripe(dispute),
    happening: 'dispute_opened',
    book,
    donationId,
    fact: { donationId, grossPence, feePence, balanceTransactionId },
    legs: [
      ...move(grossPence, { name: 'dispute_suspense', purpose }, stripe),
      ...move(feePence, operator, stripe),
    ],
  };
}

export interface DisputeWon extends OfDonation, StripeMove {
  grossPence: Pence;
  /** Below 0 where Stripe gives a fee back with the money. */
  feePence: Pence;
}

/** Dispute won +g: stripe_balance g | dispute_suspense g; a fee in the same balance transaction as above. */
export function disputeWon(dispute: DisputeWon): Entry {
  const { book, donationId, purpose, grossPence, feePence, balanceTransactionId } = dispute;
  return {
    ...ofStripe(dispute),
    happening: 'dispute_won',
    book,
    donationId,
    fact: { donationId, grossPence, feePence, balanceTransactionId },
    legs: [
      ...move(grossPence, stripe, { name: 'dispute_suspense', purpose }),
      ...move(feePence, operator, stripe),
    ],
  };
}

export interface DisputeLost extends OfDonation {
  disputeId: string;
  /** How many times the bank has taken the money by then: a loss that was undone is not the one that follows. */
  times: number;
  /** The dispute's own `created`, of which its id is made; and when it was lost. */
  createdAt: Date;
  lostAt: Date;
  partner: string;
  amountPence: Pence;
}

/** Dispute lost: held g (the rest due_from_partner) | dispute_suspense g. Stripe makes no transaction of it. */
export function disputeLost(dispute: DisputeLost): Withdrawal {
  const { book, donationId, purpose, partner, amountPence, disputeId, lostAt } = dispute;
  return {
    id: lossId(dispute, 'lost'),
    happening: 'dispute_lost',
    book,
    donationId,
    occurredAt: lostAt,
    source: 'stripe',
    sourceId: disputeId,
    fact: { donationId, amountPence, disputeId },
    purpose,
    partner,
    amountPence,
    credit: { name: 'dispute_suspense', purpose },
  };
}

/**
 * What a lost dispute took beyond what was left of the gift (it had been given back in part): due_from_operator |
 * dispute_suspense. The charity never had it.
 */
export function disputeExcess(dispute: DisputeLost): Entry {
  const { book, donationId, purpose, amountPence, disputeId, lostAt } = dispute;
  return {
    id: lossId(dispute, 'excess'),
    happening: 'stripe_fee',
    book,
    donationId,
    occurredAt: lostAt,
    source: 'stripe',
    sourceId: disputeId,
    fact: { donationId, amountPence, disputeId },
    legs: move(amountPence, operator, { name: 'dispute_suspense', purpose }),
  };
}

function lossId({ createdAt, disputeId, times }: DisputeLost, what: 'lost' | 'excess'): string {
  return derivedIdAt(createdAt.getTime(), 'stripe', disputeId, what, ...(times > 1 ? [times] : []));
}

interface StripeAmount extends StripeMove {
  book: string;
  /** What the balance transaction adds to this book's share of the Stripe account; below 0 where it takes. */
  netPence: Pence;
}

/** Dispute fee, countered fee and other fees −c: due_from_operator c | stripe_balance c; returned +c the other way. */
export function stripeFee(fee: StripeAmount, ...parts: string[]): Entry {
  return netOfStripe('stripe_fee', fee, move(fee.netPence, stripe, operator), ...parts);
}

/** Payout created −p: payouts_in_transit p | stripe_balance p; a negative payout (+p) the other way. One per book. */
export function payoutCreated(payout: StripeAmount): Entry {
  return netOfStripe('payout_created', payout, move(payout.netPence, stripe, transit), payout.book);
}

/** Payout failed +p: stripe_balance p | payouts_in_transit p. One per book. */
export function payoutFailed(payout: StripeAmount): Entry {
  return netOfStripe('payout_failed', payout, move(payout.netPence, stripe, transit), payout.book);
}

/** What is in the same Stripe account and of no appeal: stripe_balance n | unidentified n, in the book `other`. */
export function notOfAnAppeal(other: Omit<StripeAmount, 'book'>): Entry {
  return netOfStripe(
    'not_of_an_appeal',
    { ...other, book: otherBook },
    move(other.netPence, stripe, { name: 'unidentified' }),
  );
}

function netOfStripe(
  happening: Entry['happening'],
  amount: StripeAmount,
  legs: Entry['legs'],
  ...parts: string[]
): Entry {
  const { book, netPence, balanceTransactionId } = amount;
  return { ...ofStripe(amount, ...parts), happening, book, fact: { netPence, balanceTransactionId }, legs };
}
