import { Topic } from '../../platform/messaging/news.js';
import type { Donation } from '../donations/donations.service.js';
import type { Refund } from './refund.entity.js';

/** A refund as it now stands, and its donation, which is locked. */
export interface RefundOf {
  refund: Refund;
  donation: Donation;
}

/** The channel that took the money now owes its company a call, with the refund's id as idempotency key. */
export const refundApproved = new Topic<RefundOf>('refund approved');

/** The company could not; it was paid from the appeal's bank account. The channel posts it. */
export const refundPaidByBank = new Topic<RefundOf>('refund paid by bank');

/** A refund that the company could not make is not made at all. The channel undoes what it had posted. */
export const failedRefundCancelled = new Topic<RefundOf>('failed refund cancelled');
