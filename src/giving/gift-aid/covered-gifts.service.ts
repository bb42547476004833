import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import type { Tx } from '../../platform/database/transactions.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { type Donation, Donations } from '../donations/donations.service.js';
import { type DonorDetails, Donors } from '../donors/donors.service.js';
import { Declaration } from './declaration.entity.js';

const reachesBackYears = 4;

/** Which gifts a declaration covers: of the same person alone, by e-mail address and name. */
@Injectable()
export class CoveredGifts {
  constructor(
    private readonly donations: Donations,
    private readonly donors: Donors,
    private readonly secrets: Secrets,
  ) {}

  async cover(tx: Tx, declarationId: string, donationIds: string[]): Promise<void> {
    await tx.query(
      `insert into giving.declared_donation (donation_id, declaration_id)
       select id, $2::uuid from unnest($1::uuid[]) as id order by id on conflict do nothing`,
      [donationIds, declarationId],
    );
  }

  /** Covers a new gift by what its donor declared for gifts to come to the same charity. */
  async coverByEarlier(tx: Tx, donationId: string, donor: DonorDetails, partner: string): Promise<void> {
    const donorMatch = this.matchOf(donor);
    if (!donorMatch) return;
    const [declaration] = await tx.find(Declaration, {
      where: { donorMatch, partner, cancelledAt: IsNull() },
      order: { madeAt: 'DESC' },
      take: 1,
    });
    if (declaration) await this.cover(tx, declaration.id, [donationId]);
  }

  /** The gifts of the past four years of who has the same e-mail address and the same name. */
  async earlierGifts(
    { givenAt }: Pick<Donation, 'givenAt'>,
    donor: DonorDetails | undefined,
  ): Promise<string[]> {
    if (!donor?.email) return [];
    const since = new Date(givenAt);
    since.setUTCFullYear(since.getUTCFullYear() - reachesBackYears);
    const people = await this.donors.withEmail(donor.email);
    const same = people.filter(({ details }) => nameOf(details) !== '' && nameOf(details) === nameOf(donor));
    const gifts = await this.donations.givenBy(same.map(({ id }) => id));
    return gifts.filter((gift) => gift.givenAt >= since).map(({ id }) => id);
  }

  /** Finds the same person again: the same address alone could be somebody else's. */
  matchOf(donor: DonorDetails): Buffer | null {
    const name = nameOf(donor);
    if (!donor.email || name === '') return null;
    return this.secrets.matchable(`declaration ${donor.email.trim().toLowerCase()} ${name}`);
  }
}

function nameOf({ firstName = '', lastName = '' }: DonorDetails): string {
  return `${firstName} ${lastName}`.trim().toLowerCase();
}
