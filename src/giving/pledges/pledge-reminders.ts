import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Transactions } from '../../platform/database/transactions.js';
import { Mail } from '../../platform/mail/mail.js';
import { Schedule } from '../../platform/schedule/schedule.js';
import { Clock, londonDate } from '../../vocabulary/clock.js';
import { nextReminder } from './pledge-days.js';
import { pledgeReminder } from './pledges.events.js';

const lookEveryMs = 10 * 60_000;
const mostAtOnce = 500;

/** Those that are being reminded by another process are passed over. */
const due = `
  select id, due_on::text as "dueOn", next_reminder_on::text as "day" from giving.pledge
  where reminders and status in ('open', 'part_kept') and next_reminder_on <= $1::date
  order by next_reminder_on limit ${mostAtOnce} for update skip locked`;

/** Reminds donors of what they promised, on few days, until they say that it is enough. */
@Injectable()
export class PledgeReminders implements OnModuleInit {
  constructor(
    private readonly mail: Mail,
    private readonly transactions: Transactions,
    private readonly schedule: Schedule,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.schedule.every(lookEveryMs, 'pledge reminders', () => this.remind());
  }

  /** One letter for each pledge whose day of reminder has come; says how many. */
  remind(): Promise<number> {
    const today = londonDate(this.clock.now());
    return this.transactions.run(async (tx) => {
      const rows = await tx.query<{ id: string; dueOn: string; day: string }[]>(due, [today]);
      await this.mail.send(
        tx,
        rows.map(({ id, day }) => ({ kind: pledgeReminder, about: `${id} ${day}` })),
      );
      await tx.query(
        `update giving.pledge set next_reminder_on = next.day
         from unnest($1::uuid[], $2::date[]) as next (id, day) where pledge.id = next.id`,
        [rows.map(({ id }) => id), rows.map(({ dueOn }) => nextReminder(dueOn, today))],
      );
      return rows.length;
    });
  }
}
