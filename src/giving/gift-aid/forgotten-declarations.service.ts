import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Tx } from '../../platform/database/transactions.js';
import { News } from '../../platform/messaging/news.js';
import { Schedule } from '../../platform/schedule/schedule.js';
import { Clock, londonDate } from '../../vocabulary/clock.js';
import { type Donation, Donations } from '../donations/donations.service.js';
import { donorsErased } from '../donors/donors.events.js';
import { Declaration } from './declaration.entity.js';
import { GiftAid } from './gift-aid.service.js';

const dayMs = 24 * 3_600_000;
/** Six years from the end of the accounting period of the last gift, which ends within a year of it. */
const keptYears = 7;

/** What becomes of the declarations of people who are forgotten: kept as long as the law asks, then emptied. */
@Injectable()
export class ForgottenDeclarations implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly giftAid: GiftAid,
    private readonly donations: Donations,
    private readonly news: News,
    private readonly schedule: Schedule,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.news.on(donorsErased, async (tx, erased) => {
      const gifts = await this.donations.givenBy(
        erased.flatMap(({ donorIds }) => donorIds),
        tx,
      );
      await this.letGo(tx, gifts);
    });
    this.schedule.every(dayMs, 'forget declarations', () => this.forget());
  }

  /** The declarations on these gifts stay as long as the law asks, and those that no gift relies on go at once. */
  async letGo(tx: Tx, gifts: Donation[]): Promise<void> {
    const today = londonDate(this.clock.now());
    const declarations = await this.giftAid.of(
      gifts.map((gift) => gift.id),
      tx,
    );
    for (const { id, donationIds } of declarations) {
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
}

function yearsAfter(date: string, years: number): string {
  return `${Number(date.slice(0, 4)) + years}${date.slice(4).replace('-02-29', '-03-01')}`;
}
