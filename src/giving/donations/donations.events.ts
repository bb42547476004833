import { Topic } from '../../platform/messaging/news.js';
import type { Pence } from '../../vocabulary/pence.js';
import type { Donation } from './donation.entity.js';
import type { DonationStatus } from './donation-states.js';

/** A donation came into the books, in the transaction that posted it. */
export interface DonationConfirmed {
  donation: Donation;
  chargedPence: Pence;
  at: Date;
}

/** Nothing was taken: the company said so, or nobody spoke in time. */
export interface DonationEnded {
  donationId: string;
  status: Extract<DonationStatus, 'failed' | 'expired'>;
}

/** Money of a charged donation went back, or came back after all; `donation` is as it stands now. */
export interface DonationAmended {
  donation: Donation;
  statusBefore: DonationStatus;
}

export const donationConfirmed = new Topic<DonationConfirmed>('donation confirmed');
export const donationEnded = new Topic<DonationEnded>('donation ended');
export const donationAmended = new Topic<DonationAmended>('donation amended');
