/** Every status of a donation: what it means, and what puts it there. */
export const donationStates = {
  pending: {
    means: 'asked for, and not yet heard to be paid or charged',
    by: 'the donor’s form or text; a held text that the donor repeated with YES; a donor who comes back to pay',
    next: ['confirmed', 'failed', 'expired', 'part_charged'],
  },
  held: {
    means: 'a text that looks like a double tap: not charged, the donor was asked',
    by: 'the same text again within 60 seconds',
    next: ['pending', 'expired'],
  },
  confirmed: {
    means: 'in the books in full',
    by: 'Stripe’s balance transaction; the gateway’s report that the phone was charged',
    next: ['part_refunded', 'refunded', 'disputed', 'lost', 'reversed'],
  },
  part_charged: {
    means: 'one gift in several charges, of which not all were taken (yet): what was is in the books',
    by: 'the gateway’s reports',
    next: ['confirmed', 'part_refunded', 'refunded', 'reversed'],
  },
  failed: {
    means: 'the company said that it did not take the money',
    by: 'a final failure report; a declined payment that can’t be tried again',
    next: ['confirmed', 'pending'],
  },
  expired: {
    means: 'nobody said that it was taken in time',
    by: 'Stripe’s checkout.session.expired; our clock, for a text',
    next: ['confirmed', 'pending'],
  },
  part_refunded: {
    means: 'some of it went back to the donor',
    by: 'a refund’s balance transaction',
    next: ['part_refunded', 'refunded', 'disputed', 'lost', 'reversed', 'confirmed', 'part_charged'],
  },
  refunded: {
    means: 'all of it went back to the donor',
    by: 'a refund’s balance transaction',
    next: ['part_refunded', 'confirmed'],
  },
  disputed: {
    means: 'the donor’s bank took it back until the dispute is decided',
    by: 'a dispute’s balance transaction',
    next: ['confirmed', 'part_refunded', 'lost'],
  },
  lost: { means: 'the dispute was lost', by: 'charge.dispute.closed', next: [] },
  reversed: {
    means: 'the network took a charged text back',
    by: 'the gateway’s statement or report',
    next: [],
  },
} as const satisfies Record<string, { means: string; by: string; next: readonly string[] }>;

export type DonationStatus = keyof typeof donationStates;

export function mayBecome(from: DonationStatus, to: DonationStatus): boolean {
  return (donationStates[from].next as readonly string[]).includes(to);
}

/** The status of a charged donation, as its amounts say. Part of it lost or reversed is part of it gone back. */
export function statusOf(
  { amountPence, chargedPence, refundedPence, lostPence, reversedPence }: Amounts,
  disputed: boolean,
): DonationStatus {
  if (disputed) return 'disputed';
  const undonePence = refundedPence + lostPence + reversedPence;
  if (undonePence === 0) return chargedPence < amountPence ? 'part_charged' : 'confirmed';
  if (undonePence < chargedPence) return 'part_refunded';
  if (lostPence > 0) return 'lost';
  return reversedPence > 0 ? 'reversed' : 'refunded';
}

type Amounts = Record<
  'amountPence' | 'chargedPence' | 'refundedPence' | 'lostPence' | 'reversedPence',
  number
>;
