import { Topic } from '../platform/messaging/news.js';
import type { Pence } from '../vocabulary/pence.js';
import type { Purpose } from './accounts.js';

/**
 * What the bank statement will show. Whoever takes money in or pays it out tells, in the transaction that posts
 * it; whoever reads the bank's statement listens.
 */

/** Whose money a payout is: what of it belongs to each book. Below 0 where it takes from the bank account. */
export interface OfBook {
  book: string;
  amountPence: Pence;
}

/** The bank statement will show this payout; below 0, it is a debit. Told in the transaction that posts it. */
export interface PayoutExpected {
  payoutId: string;
  amountPence: Pence;
  /** A London date, YYYY-MM-DD. */
  arrivalDate: string;
  perBook: OfBook[];
}

/** The payout came back to Stripe, or never left: the bank statement shows it not at all, or also the way back. */
export type PayoutReturned = Omit<PayoutExpected, 'arrivalDate'>;

/** What of a gateway's payment is for one fund: what it charged less what it gave back, and what it keeps of it. */
export interface OfFund extends OfBook {
  purpose: Purpose;
  feePence: Pence;
}

/** A gateway's statement says what it will pay; nothing is posted before it is on the bank's statement. */
export interface GatewayPaymentExpected {
  statementId: string;
  gateway: string;
  /** A London date: from then on it is overdue. */
  dueOn: string;
  perFund: OfFund[];
}

/** Paid from the bank account and posted already, as a person said: the bank's line only confirms it. */
export interface PaymentMade {
  /** Our row that was paid. */
  paymentId: string;
  book: string;
  /** What left the bank; below 0, what came back to it. */
  amountPence: Pence;
  bankReference: string;
  paidOn: string;
}

/** A donor paid into the bank account, and the gift is posted; or one of the staff says so, and another is yet to. */
export interface GiftByBank {
  /** Known from the line before there is a donation. */
  donationId: string;
  book: string;
  purpose: Purpose;
  amountPence: Pence;
  /** Which pledge it keeps, if any. */
  pledgeId: string | null;
  bookedAt: Date;
}

/** A partner gave back what it owed, and it is posted. */
export interface PartnerReturned {
  bankLineId: string;
  book: string;
  partner: string;
  amountPence: Pence;
  bookedAt: Date;
}

export const payoutExpected = new Topic<PayoutExpected>('payout expected');
export const payoutReturned = new Topic<PayoutReturned>('payout returned');
export const gatewayPaymentExpected = new Topic<GatewayPaymentExpected>('gateway payment expected');
export const giftByBankProposed = new Topic<GiftByBank>('gift by bank proposed');
export const giftByBankReceived = new Topic<GiftByBank>('gift by bank received');
export const partnerReturned = new Topic<PartnerReturned>('partner returned');
export const paymentMade = new Topic<PaymentMade>('payment made');
