import { Topic } from '../../platform/messaging/news.js';
import type { Pence } from '../../vocabulary/pence.js';

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

export const payoutExpected = new Topic<PayoutExpected>('payout expected');
export const payoutReturned = new Topic<PayoutReturned>('payout returned');
