import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Donations } from '../../giving/donations/donations.service.js';
import { type DonorsErased, donorsErased } from '../../giving/donors/donors.events.js';
import { ForgottenDeclarations } from '../../giving/gift-aid/forgotten-declarations.service.js';
import { Pledges } from '../../giving/pledges/pledges.service.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Inbox } from '../../platform/messaging/inbox.js';
import { News } from '../../platform/messaging/news.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { textPledgeId } from './text-outcomes.js';

/** The row stays, by its keyed hash alone: an opt-out still holds. */
const mark = `
  update text.phone set erase_before = greatest(erase_before, $2) where phone_match = any($1::bytea[])`;

/** What is not settled with its donor yet waits: the gateway may still need the number. */
const erase = `
  update text.message set phone = null, body = null
  from text.phone
  where phone.erase_before is not null and message.phone_match = phone.phone_match
    and message.received_at <= phone.erase_before and message.phone is not null
    and not exists (select from giving.donation
      where donation.id = message.donation_id and donation.status in ('held', 'pending'))`;

/** Also of those that were erased before: a report of theirs may have come since. */
const erased = `
  select message.id, message.external_id as "externalId"
  from text.phone join text.message using (phone_match)
  where phone.erase_before is not null and message.received_at <= phone.erase_before and message.phone is null`;

/** The gateways' ids of what we sent in answer to these texts: their reports name the number. */
const answered = `
  select gateway_id as id from text.charge where message_id = any($1::uuid[]) and gateway_id is not null
  union select gateway_id from text.reply where message_id = any($1::uuid[]) and gateway_id is not null`;

/** Erases what people who are forgotten have texted. The books, and what they gave, never knew the number. */
@Injectable()
export class ForgottenNumbers implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly donations: Donations,
    private readonly declarations: ForgottenDeclarations,
    private readonly pledges: Pledges,
    private readonly inbox: Inbox,
    private readonly news: News,
    private readonly secrets: Secrets,
  ) {}

  onModuleInit(): void {
    this.news.on(donorsErased, async (tx, erased) => {
      for (const each of erased) await this.forget(tx, each);
    });
  }

  /** What was open when its donor was forgotten, and is settled by now; says of how many texts. */
  settled(): Promise<number> {
    return this.dataSource.transaction((tx) => this.erase(tx));
  }

  private async forget(tx: Tx, { phones, at }: DonorsErased): Promise<void> {
    const numbers = phones.map((phone) => this.secrets.matchable(phone));
    await tx.query(mark, [numbers, at]);
    await tx.query('delete from text.part where phone_match = any($1::bytea[])', [numbers]);
    const texts = await tx.query<{ id: string; donationId: string | null }[]>(
      `select id, donation_id as "donationId" from text.message
       where phone_match = any($1::bytea[]) and received_at <= $2`,
      [numbers, at],
    );
    const gifts = texts.map(({ donationId }) => donationId).filter((id) => id !== null);
    await this.declarations.letGo(tx, await this.donations.findAll(gifts, tx));
    const promises = texts.map(({ id }) => textPledgeId(id));
    await this.pledges.withdrawAll(tx, promises, at);
    await this.erase(tx);
  }

  private async erase(tx: Tx): Promise<number> {
    const [, count] = await tx.query<[unknown[], number]>(erase);
    const texts = await tx.query<{ id: string; externalId: string }[]>(erased);
    if (texts.length === 0) return 0;
    const sent = await tx.query<{ id: string }[]>(answered, [texts.map(({ id }) => id)]);
    await this.inbox.blankAbout(tx, [
      ...texts.map(({ externalId }) => externalId),
      ...sent.map(({ id }) => id),
    ]);
    return count;
  }
}
