import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { Appeals } from '../giving/appeals/appeals.service.js';
import type { DonationStatus } from '../giving/donations/donation-states.js';
import type { Donation } from '../giving/donations/donation.entity.js';
import { DonationNotFound } from '../giving/donations/donations.problems.js';
import { Donations } from '../giving/donations/donations.service.js';
import { sameToken } from '../vocabulary/link-token.js';
import type { Pence } from '../vocabulary/pence.js';
import type { DonationSeenDto } from './donation-view.dto.js';

export type DonationSeen = DonationSeenDto & Record<'amountPence' | 'chargedPence' | 'refundedPence', Pence>;

/** What a donor may see of a donation: whoever has its token may, nobody else. */
@Injectable()
export class DonationView {
  constructor(
    private readonly donations: Donations,
    private readonly appeals: Appeals,
  ) {}

  /** Throws DonationNotFound for an unknown id and for a wrong token alike. */
  async of(id: string, token: string): Promise<DonationSeen> {
    const donation = isUUID(id) ? await this.donations.find(id) : null;
    if (!donation || !sameToken(donation.receiptToken, token)) throw new DonationNotFound();
    const {
      appeal: slug,
      status,
      paid,
      channel,
      amountPence,
      chargedPence,
      refundedPence,
      givenAt,
    } = donation;
    const { title, partner } = await this.appeals.version(slug, donation.appealVersion);
    return {
      id: donation.id,
      status,
      paid,
      channel,
      amountPence,
      chargedPence,
      refundedPence,
      givenAt,
      appeal: { slug, title, partnerName: partner.name, charityNumbers: partner.charityNumbers },
      whereTheMoneyIs: places[status](donation, partner.name),
    };
  }
}

const notTaken = (): string => 'Nothing was taken: the money is still with you.';
const received = ({ channel, collection }: Donation, partner: string): string => {
  if (collection === 'direct') return `With ${partner}, which collects it itself.`;
  return channel === 'card'
    ? `With Stripe, our card company, held for ${partner}.`
    : `Charged to your phone: your network pays it to us, and it is held for ${partner}.`;
};

/** Where the money of a donation is, in a sentence for its donor. */
const places: Record<DonationStatus, (donation: Donation, partner: string) => string> = {
  pending: ({ paid, channel }) => {
    if (channel === 'text')
      return 'Still with you: your phone network has not told us yet that it was charged.';
    return paid
      ? 'With Stripe, our card company: you have paid, and it is on its way into our books.'
      : 'Still with you: Stripe, our card company, has not told us yet that you paid.';
  },
  held: () => 'Still with you: we asked whether you meant to give twice.',
  failed: notTaken,
  expired: notTaken,
  confirmed: received,
  part_charged: (donation, partner) =>
    `${received(donation, partner)} Your network did not take the rest: it is still with you.`,
  part_refunded: (donation, partner) => `${received(donation, partner)} A part of it went back to you.`,
  refunded: () => 'With you again: all of it was refunded.',
  disputed: () => 'With your bank, until your dispute is decided.',
  lost: () => 'With you again: your bank took it back.',
  reversed: () => 'With you again: your phone network took it back.',
};
