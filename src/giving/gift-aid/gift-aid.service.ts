import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource, In, IsNull } from 'typeorm';
import type { Tx } from '../../platform/database/transactions.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { Clock } from '../../vocabulary/clock.js';
import { derivedId } from '../../vocabulary/ids.js';
import type { Language } from '../../vocabulary/language.js';
import { postcode } from '../../vocabulary/postcode.js';
import { type Donation, Donations } from '../donations/donations.service.js';
import type { DonorDetails } from '../donors/donors.service.js';
import { CoveredGifts } from './covered-gifts.service.js';
import { currentWording } from './declaration-wordings.js';
import { Declaration, DeclaredDonation } from './declaration.entity.js';
import type { GiftAidDto } from './gift-aid.dto.js';
import { DeclarationNotFound } from './gift-aid.problems.js';

/** Who declared, as the charity's schedule needs it. Personal: sealed at rest. */
export type DeclarationDetails = Pick<
  GiftAidDto,
  'title' | 'firstName' | 'lastName' | 'house' | 'address'
> & {
  /** Absent when the address is outside the United Kingdom. */
  postcode?: string;
};

export interface DeclarationMade {
  /** The same words sent twice are one declaration. */
  key: string;
  donation: Pick<Donation, 'id' | 'givenAt'>;
  donor?: DonorDetails;
  partner: string;
  giftAid: GiftAidDto;
  language: Language;
  madeBy: Declaration['madeBy'];
}

export type DeclarationSeen = Omit<Declaration, 'details'> & {
  details: DeclarationDetails | undefined;
};

/** Records what donors declare. A telephone number alone is no declaration: a name and an address are asked. */
@Injectable()
export class GiftAid {
  constructor(
    private readonly dataSource: DataSource,
    private readonly donations: Donations,
    private readonly covered: CoveredGifts,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  /** The address, on our site, of the page where the donor of a text adds Gift Aid: short enough for a text. */
  shortPath(donationId: string): string {
    return `/g/${this.secrets.codeOf(donationId)}`;
  }

  /** The donation that a short address is about; undefined for an address that we never made. */
  async donationOf(code: string): Promise<Donation | undefined> {
    for (const id of this.secrets.idsOf(code)) {
      const donation = await this.donations.find(id);
      if (donation) return donation;
    }
    return undefined;
  }

  /** Keeps a declaration, with the gifts that it covers; once, however often it is sent. */
  async declare(tx: Tx, made: DeclarationMade): Promise<void> {
    const { key, donation, donor, partner, giftAid, language, madeBy } = made;
    const id = derivedId('declaration', donation.id, key);
    await tx
      .createQueryBuilder()
      .insert()
      .into(Declaration)
      .values({
        id,
        partner,
        scope: giftAid.scope,
        wording: currentWording(giftAid.scope, language),
        madeBy,
        madeAt: this.clock.now(),
        donorMatch: giftAid.scope === 'all_gifts' ? this.covered.matchOf(donor ?? {}) : null,
        details: this.secrets.seal(JSON.stringify(detailsOf(giftAid))),
      })
      .orIgnore()
      .execute();
    const covered = giftAid.scope === 'all_gifts' ? await this.covered.earlierGifts(donation, donor) : [];
    await this.covered.cover(tx, id, [donation.id, ...covered]);
  }

  /** What a donor declared for gifts to come with any gift so far, and neither cancelled nor had forgotten. */
  async standing(donorId: string): Promise<string | undefined> {
    const gifts = await this.donations.givenBy([donorId]);
    const declarations = await this.of(gifts.map(({ id }) => id));
    return declarations.find(
      ({ scope, cancelledAt, forgetOn }) =>
        scope === 'all_gifts' && cancelledAt === null && forgetOn === null,
    )?.id;
  }

  /** What covers each of these gifts and was not cancelled, newest first. */
  async of(
    donationIds: string[],
    tx: Tx = this.dataSource.manager,
  ): Promise<(DeclarationSeen & { donationIds: string[] })[]> {
    const links = await tx.findBy(DeclaredDonation, { donationId: In(donationIds) });
    const declarations = await tx.find(Declaration, {
      where: { id: In(links.map(({ declarationId }) => declarationId)) },
      order: { madeAt: 'DESC', id: 'ASC' },
    });
    return declarations.map((declaration) => ({
      ...declaration,
      details: this.detailsIn(declaration),
      donationIds: links
        .filter(({ declarationId }) => declarationId === declaration.id)
        .map(({ donationId }) => donationId),
    }));
  }

  /** Whether a declaration that was not cancelled covers this gift. */
  async isAdded(donationId: string): Promise<boolean> {
    return (await this.of([donationId])).some(({ cancelledAt }) => cancelledAt === null);
  }

  /** Nothing more is claimed on it; saying so again changes nothing. Throws DeclarationNotFound. */
  async cancel(tx: Tx, id: string, by: string): Promise<void> {
    const known = isUUID(id) && (await tx.existsBy(Declaration, { id }));
    if (!known) throw new DeclarationNotFound();
    await tx.update(
      Declaration,
      { id, cancelledAt: IsNull() },
      { cancelledAt: this.clock.now(), cancelledBy: by },
    );
  }

  private detailsIn({ details }: Pick<Declaration, 'details'>): DeclarationDetails | undefined {
    return details ? (JSON.parse(this.secrets.open(details)) as DeclarationDetails) : undefined;
  }
}

function detailsOf(giftAid: GiftAidDto): DeclarationDetails {
  const { title, firstName, lastName, house, address, overseas } = giftAid;
  const code = overseas ? undefined : postcode(giftAid.postcode ?? '');
  return {
    ...(title && { title }),
    firstName: firstName.trim(),
    lastName: lastName.trim(),
    house: house.trim(),
    ...(address?.trim() && { address: address.trim() }),
    ...(code && { postcode: code }),
  };
}
