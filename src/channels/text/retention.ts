import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Appeals } from '../../giving/appeals/appeals.service.js';
import { Inbox } from '../../platform/messaging/inbox.js';
import { Schedule } from '../../platform/schedule/schedule.js';
import { Clock } from '../../vocabulary/clock.js';
import { ForgottenNumbers } from './forgotten-numbers.js';
import { Gateways } from './gateways/gateways.js';

const dayMs = 24 * 60 * 60_000;
/** Where no appeal says otherwise; a gateway's statement may come up to 110 days after a gift. */
const usualDays = 180;

/** Erases numbers and the words of texts once their appeal has kept them long enough. The books know neither. */
@Injectable()
export class Retention implements OnModuleInit {
  constructor(
    private readonly schedule: Schedule,
    private readonly dataSource: DataSource,
    private readonly appeals: Appeals,
    private readonly inbox: Inbox,
    private readonly gateways: Gateways,
    private readonly forgotten: ForgottenNumbers,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.schedule.every(dayMs, 'numbers to erase', () => this.round());
  }

  /** Says how many texts were erased. What is not settled with the donor yet is kept. */
  async round(): Promise<number> {
    const appeals = await this.appeals.all();
    const days = new Map(
      appeals.map(({ slug, definition }) => [slug, definition.text?.retentionDays ?? usualDays]),
    );
    const before = (count: number) => new Date(this.clock.now().getTime() - count * dayMs);
    const [, erased] = await this.dataSource.query<[unknown[], number]>(
      `update text.message set phone = null, body = null
       where phone is not null and received_at < $4 and received_at < coalesce(
         (select before from unnest($1::text[], $2::timestamptz[]) as kept (slug, before)
          where slug = message.appeal), $3)
         and not exists (select from giving.donation
           where donation.id = message.donation_id and donation.status in ('held', 'pending'))`,
      [
        [...days.keys()],
        [...days.values()].map(before),
        before(usualDays),
        // None is younger: by this the index finds them.
        before(Math.min(usualDays, ...days.values())),
      ],
    );
    const sources = this.gateways
      .all()
      .flatMap(({ name }) => [`${name}.message`, `${name}.report`, `${name}.charge-report`]);
    await this.forgotten.settled();
    await this.inbox.blank(sources, before(Math.max(usualDays, ...days.values())));
    return erased;
  }
}
