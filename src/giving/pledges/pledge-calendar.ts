import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Schedule } from '../../platform/schedule/schedule.js';
import { addDays, Clock, londonDate } from '../../vocabulary/clock.js';
import { lapsesAfterDays } from './pledge-days.js';

const lookEveryMs = 10 * 60_000;

/** Lets pledges lapse whose day is long past. One that is paused waits for its donor. */
@Injectable()
export class PledgeCalendar implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly schedule: Schedule,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.schedule.every(lookEveryMs, 'lapsed pledges', () => this.lapse());
  }

  /** Says how many lapsed. */
  async lapse(): Promise<number> {
    const now = this.clock.now();
    const [, count] = await this.dataSource.query<[unknown[], number]>(
      `update giving.pledge set status = 'lapsed', lapsed_at = $1
       where status in ('open', 'part_kept') and due_on < $2::date`,
      [now, addDays(londonDate(now), -lapsesAfterDays)],
    );
    return count;
  }
}
