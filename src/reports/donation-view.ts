import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource } from 'typeorm';
import { Appeals } from '../giving/appeals/appeals.service.js';
import { DonationNotFound } from '../giving/donations/donations.problems.js';
import { type Donation, Donations } from '../giving/donations/donations.service.js';
import { sameToken } from '../vocabulary/link-token.js';
import type { Pence } from '../vocabulary/pence.js';
import { type DonationRound, reachedBy, remittedOf, roundsOf } from './donation-rounds.js';
import { placeOf, placesInEnglish, type Reached, whereItIs } from './donation-places.js';
import type { DonationSeenDto } from './donation-view.dto.js';

export type DonationSeen = DonationSeenDto &
  Record<'amountPence' | 'chargedPence' | 'refundedPence' | 'remittedPence', Pence>;

type Whereabouts = Pick<DonationSeenDto, 'place' | 'whereTheMoneyIs'>;

const inBank = `
  select exists (select from card.balance_transaction item join card.payout on payout.id = item.payout_id
    where item.donation_id = $1 and item.category = 'charge'
      and payout.status = 'paid' and payout.returned_at is null) as "inBank"`;

/** What a donor may see of a donation: whoever has its token may, nobody else. */
@Injectable()
export class DonationView {
  constructor(
    private readonly dataSource: DataSource,
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
    const rounds = await roundsOf(this.dataSource, donation.id);
    const { title, partner } = await this.appeals.version(slug, donation.appealVersion);
    return {
      id: donation.id,
      status,
      paid,
      channel,
      amountPence,
      chargedPence,
      refundedPence,
      remittedPence: remittedOf(rounds),
      givenAt,
      appeal: { slug, title, partnerName: partner.name, charityNumbers: partner.charityNumbers },
      ...(await this.after(rounds, donation, partner.name)),
    };
  }

  /** Where the money of a donation is, for staff too. */
  async whereIs(donation: Donation): Promise<Whereabouts> {
    const { partner } = await this.appeals.version(donation.appeal, donation.appealVersion);
    return this.after(await roundsOf(this.dataSource, donation.id), donation, partner.name);
  }

  private async after(
    rounds: DonationRound[],
    donation: Donation,
    partnerName: string,
  ): Promise<Whereabouts> {
    const reached = reachedBy(rounds, donation) ?? (await this.inBank(donation.id));
    const place = placeOf(donation, reached);
    return { place, whereTheMoneyIs: whereItIs(placesInEnglish, place, donation, partnerName) };
  }

  /** Whether it is in the appeal's bank account, as Stripe says of the payout that carries it. */
  private async inBank(id: string): Promise<Reached | undefined> {
    const [row] = await this.dataSource.query<{ inBank: boolean }[]>(inBank, [id]);
    return row?.inBank ? 'in_appeal_bank' : undefined;
  }
}
