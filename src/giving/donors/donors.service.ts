import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource, type FindOptionsWhere, In, IsNull } from 'typeorm';
import { Audit } from '../../platform/access/audit.js';
import type { Tx } from '../../platform/database/transactions.js';
import { News } from '../../platform/messaging/news.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { Clock } from '../../vocabulary/clock.js';
import { derivedId } from '../../vocabulary/ids.js';
import type { Language } from '../../vocabulary/language.js';
import { type PhoneNumber, phoneNumber } from '../../vocabulary/phone-number.js';
import { currentConsentWording } from './consent-wordings.js';
import { Consent } from './consent.entity.js';
import { Donor } from './donor.entity.js';
import type { ConsentDto } from './donors.dto.js';
import { type DonorsErased, donorsErased } from './donors.events.js';
import { DonorNotFound } from './donors.problems.js';

/** Nobody gives more often; whoever types one address so often is a machine. */
const mostOfOnePerson = 1_000;

/** What a donor told us of themselves and of the gift; all of it optional. */
export interface DonorDetails {
  firstName?: string;
  lastName?: string;
  email?: string;
  phone?: string;
  inMemoryOf?: string;
  /** The note for the charity. */
  message?: string;
  /** That the donor read the pages in. */
  locale?: Language;
}

/** What was ticked, with the names that the donor read. */
export interface ConsentsGiven {
  consents: ConsentDto[];
  names: Record<ConsentDto['organisation'], string>;
  language: Language;
}

/** Who gave, kept apart from what was given and sealed. The books and the logs never see it. */
@Injectable()
export class Donors {
  constructor(
    private readonly dataSource: DataSource,
    private readonly secrets: Secrets,
    private readonly news: News,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async keep(tx: Tx, id: string, details: DonorDetails): Promise<void> {
    await tx
      .createQueryBuilder()
      .insert()
      .into(Donor)
      .values({
        id,
        details: this.secrets.seal(JSON.stringify(details)),
        emailMatch: details.email ? this.emailMatch(details.email) : null,
        phoneMatch: this.phoneMatch(details.phone),
      })
      .orIgnore()
      .execute();
  }

  /** Keeps what a donor said yes to, word for word. What isn't kept was not consented to. */
  async consent(tx: Tx, donorId: string, { consents, names, language }: ConsentsGiven): Promise<void> {
    for (const { organisation, channel } of consents) {
      await tx
        .createQueryBuilder()
        .insert()
        .into(Consent)
        .values({
          id: derivedId('consent', donorId, organisation, channel),
          donorId,
          organisation,
          organisationName: names[organisation],
          channel,
          wording: currentConsentWording(language),
          givenAt: this.clock.now(),
        })
        .orIgnore()
        .execute();
    }
  }

  async details(id: string): Promise<DonorDetails | undefined> {
    const donor = await this.dataSource.getRepository(Donor).findOneBy({ id });
    return donor ? this.open(donor) : undefined;
  }

  consents(donorIds: string[]): Promise<Consent[]> {
    return this.dataSource
      .getRepository(Consent)
      .find({ where: { donorId: In(donorIds) }, order: { givenAt: 'ASC', id: 'ASC' } });
  }

  /** The donors who gave this address, oldest first, 1,000 at most: each gift has a donor of its own. */
  async withEmail(email: string): Promise<{ id: string; details: DonorDetails }[]> {
    return this.found({ emailMatch: this.emailMatch(email) });
  }

  /** The donors who gave this number, likewise. */
  async withPhone(phone: PhoneNumber): Promise<{ id: string; details: DonorDetails }[]> {
    return this.found({ phoneMatch: this.secrets.matchable(phone) });
  }

  /** The ids of all donors with the address of this one, or this one alone. Throws DonorNotFound. */
  async samePerson(id: string): Promise<string[]> {
    const donor = isUUID(id) ? await this.dataSource.getRepository(Donor).findOneBy({ id }) : null;
    if (!donor) throw new DonorNotFound();
    const { email } = this.open(donor);
    return !email ? [id] : (await this.withEmail(email)).map((each) => each.id);
  }

  /** The numbers that these donors gave. */
  async phonesOf(ids: string[]): Promise<PhoneNumber[]> {
    const donors = await this.dataSource.getRepository(Donor).findBy({ id: In(ids) });
    const phones = donors.map((donor) => phoneNumber(this.open(donor).phone ?? ''));
    return [...new Set(phones.filter((phone) => phone !== undefined))];
  }

  /** Empties what we know of these donors, with their consents, and tells who keeps more of them or of these numbers. */
  async erase(
    tx: Tx,
    { donorIds, phones }: Pick<DonorsErased, 'donorIds' | 'phones'>,
    person: string,
  ): Promise<void> {
    const at = this.clock.now();
    const known = await tx.findBy(Donor, { id: In(donorIds), erasedAt: IsNull() });
    const change = { what: 'donor', before: { erased: false }, after: { erased: true } };
    await this.audit.changed(
      tx,
      person,
      known.map(({ id }) => ({ ...change, id })),
    );
    const nothing = { details: this.secrets.seal('{}'), emailMatch: null, phoneMatch: null };
    await tx.update(Donor, { id: In(donorIds) }, { ...nothing, erasedAt: at });
    await tx.delete(Consent, { donorId: In(donorIds) });
    await this.news.tell(tx, donorsErased, [{ donorIds, phones, at }]);
  }

  private async found(
    where: Pick<Partial<Donor>, 'emailMatch' | 'phoneMatch'>,
  ): Promise<{ id: string; details: DonorDetails }[]> {
    const donors = await this.dataSource.getRepository(Donor).find({
      where: where as FindOptionsWhere<Donor>,
      order: { createdAt: 'ASC', id: 'ASC' },
      take: mostOfOnePerson,
    });
    return donors.map((donor) => ({ id: donor.id, details: this.open(donor) }));
  }

  private open(donor: Donor): DonorDetails {
    return JSON.parse(this.secrets.open(donor.details)) as DonorDetails;
  }

  private emailMatch(email: string): Buffer {
    return this.secrets.matchable(email.trim().toLowerCase());
  }

  private phoneMatch(typed: string | undefined): Buffer | null {
    const phone = phoneNumber(typed ?? '');
    return phone ? this.secrets.matchable(phone) : null;
  }
}
