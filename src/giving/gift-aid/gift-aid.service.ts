import { Injectable, type OnModuleInit } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource, In, IsNull } from 'typeorm';
import type { Tx } from '../../platform/database/transactions.js';
import { News } from '../../platform/messaging/news.js';
import { Schedule } from '../../platform/schedule/schedule.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { Clock, londonDate } from '../../vocabulary/clock.js';
import { derivedId } from '../../vocabulary/ids.js';
import type { Language } from '../../vocabulary/language.js';
import { postcode } from '../../vocabulary/postcode.js';
import { type Donation, Donations } from '../donations/donations.service.js';
import { type DonorDetails, Donors } from '../donors/donors.service.js';
import { donorsErased } from '../donors/donors.events.js';
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

const dayMs = 24 * 3_600_000;
const reachesBackYears = 4;
/** Six years from the end of the accounting period of the last gift, which ends within a year of it. */
const keptYears = 7;

/** Records what donors declare. A telephone number alone is no declaration: a name and an address are asked. */
@Injectable()
export class GiftAid implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly donations: Donations,
    private readonly donors: Donors,
    private readonly secrets: Secrets,
    private readonly news: News,
    private readonly schedule: Schedule,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.news.on(donorsErased, async (tx, erased) => {
      for (const { donorIds } of erased) await this.letGo(tx, donorIds);
    });
    this.schedule.every(dayMs, 'forget declarations', () => this.forget());
  }

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
        donorMatch: giftAid.scope === 'all_gifts' ? this.matchOf(donor ?? {}) : null,
        details: this.secrets.seal(JSON.stringify(detailsOf(giftAid))),
      })
      .orIgnore()
      .execute();
    const covered = giftAid.scope === 'all_gifts' ? await this.earlierGifts(donation, donor) : [];
    await this.cover(tx, id, [donation.id, ...covered]);
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
  async of(donationIds: string[]): Promise<(DeclarationSeen & { donationIds: string[] })[]> {
    const links = await this.dataSource
      .getRepository(DeclaredDonation)
      .findBy({ donationId: In(donationIds) });
    const declarations = await this.dataSource.getRepository(Declaration).find({
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

  async cover(tx: Tx, declarationId: string, donationIds: string[]): Promise<void> {
    await tx.query(
      `insert into giving.declared_donation (donation_id, declaration_id)
       select id, $2::uuid from unnest($1::uuid[]) as id order by id on conflict do nothing`,
      [donationIds, declarationId],
    );
  }

  private async earlierGifts(
    { givenAt }: Pick<Donation, 'givenAt'>,
    donor: DonorDetails | undefined,
  ): Promise<string[]> {
    const since = new Date(givenAt);
    since.setUTCFullYear(since.getUTCFullYear() - reachesBackYears);
    return (await this.giftsOf(donor ?? {})).filter((gift) => gift.givenAt >= since).map(({ id }) => id);
  }

  /** The gifts of who has the same e-mail address and the same name. */
  private async giftsOf(donor: DonorDetails): Promise<Donation[]> {
    if (!donor.email) return [];
    const people = await this.donors.withEmail(donor.email);
    const same = people.filter(({ details }) => nameOf(details) !== '' && nameOf(details) === nameOf(donor));
    return this.donations.givenBy(same.map(({ id }) => id));
  }

  /** The declarations of erased donors stay as long as the law asks, and those of no gift go at once. */
  private async letGo(tx: Tx, donorIds: string[]): Promise<void> {
    const gifts = await this.donations.givenBy(donorIds);
    const today = londonDate(this.clock.now());
    for (const { id, donationIds } of await this.of(gifts.map((gift) => gift.id))) {
      const relied = gifts.filter((gift) => gift.chargedPence > 0 && donationIds.includes(gift.id));
      const last = relied
        .map(({ givenAt }) => londonDate(givenAt))
        .toSorted()
        .at(-1);
      const forgetOn = last === undefined ? today : yearsAfter(last, keptYears);
      await tx.update(
        Declaration,
        { id },
        { forgetOn, donorMatch: null, ...(last === undefined && { details: null }) },
      );
    }
  }

  private async forget(): Promise<void> {
    await this.dataSource.query(
      `update giving.declaration set details = null where forget_on <= $1 and details is not null`,
      [londonDate(this.clock.now())],
    );
  }

  /** Finds the same person again: the same address alone could be somebody else's. */
  private matchOf(donor: DonorDetails): Buffer | null {
    const name = nameOf(donor);
    if (!donor.email || name === '') return null;
    return this.secrets.matchable(`declaration ${donor.email.trim().toLowerCase()} ${name}`);
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

function nameOf({ firstName = '', lastName = '' }: DonorDetails): string {
  return `${firstName} ${lastName}`.trim().toLowerCase();
}

function yearsAfter(date: string, years: number): string {
  return `${Number(date.slice(0, 4)) + years}${date.slice(4).replace('-02-29', '-03-01')}`;
}
