import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { Transactions } from '../../platform/database/transactions.js';
import { type Letter, Mail } from '../../platform/mail/mail.js';
import { Schedule } from '../../platform/schedule/schedule.js';
import { Clock, londonDate } from '../../vocabulary/clock.js';
import { formatPounds, pence } from '../../vocabulary/pence.js';
import { Appeals } from '../appeals/appeals.service.js';
import { Donors } from '../donors/donors.service.js';
import { nextReminder } from './pledge-days.js';
import { Pledges } from './pledges.service.js';

const lookEveryMs = 10 * 60_000;
const mostAtOnce = 500;
const reminder = 'pledge-reminder';

/** Those that are being reminded by another process are passed over. */
const due = `
  select id, due_on::text as "dueOn", next_reminder_on::text as "day" from giving.pledge
  where reminders and status in ('open', 'part_kept') and next_reminder_on <= $1::date
  order by next_reminder_on limit ${mostAtOnce} for update skip locked`;

/** Reminds donors of what they promised, on few days, until they say that it is enough. */
@Injectable()
export class PledgeReminders implements OnModuleInit {
  constructor(
    private readonly pledges: Pledges,
    private readonly donors: Donors,
    private readonly appeals: Appeals,
    private readonly mail: Mail,
    private readonly transactions: Transactions,
    private readonly schedule: Schedule,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.mail.register(reminder, (about) => this.write(about));
    this.schedule.every(lookEveryMs, 'pledge reminders', () => this.remind());
  }

  /** One letter for each pledge whose day of reminder has come; says how many. */
  remind(): Promise<number> {
    const today = londonDate(this.clock.now());
    return this.transactions.run(async (tx) => {
      const rows = await tx.query<{ id: string; dueOn: string; day: string }[]>(due, [today]);
      await this.mail.send(
        tx,
        rows.map(({ id, day }) => ({ kind: reminder, about: `${id} ${day}` })),
      );
      await tx.query(
        `update giving.pledge set next_reminder_on = next.day
         from unnest($1::uuid[], $2::date[]) as next (id, day) where pledge.id = next.id`,
        [rows.map(({ id }) => id), rows.map(({ dueOn }) => nextReminder(dueOn, today))],
      );
      return rows.length;
    });
  }

  /** Written when it goes out: by then the donor may have given, paused or said that it is enough. */
  private async write(about: string): Promise<Letter | undefined> {
    const pledge = await this.pledges.find(about.slice(0, about.indexOf(' ')));
    const wanted = pledge?.reminders && (pledge.status === 'open' || pledge.status === 'part_kept');
    const donor = wanted && pledge.donorId ? await this.donors.details(pledge.donorId) : undefined;
    if (!pledge || !donor?.email) return undefined;
    const { title, partner } = await this.appeals.version(pledge.appeal, pledge.appealVersion);
    const { amountPence, keptPence, id, token } = pledge;
    const arrived = keptPence > 0 ? `, of which ${formatPounds(keptPence)} has arrived` : '';
    return {
      to: donor.email,
      subject: `Your pledge of ${formatPounds(amountPence)} to ${title}`,
      text: [
        ...(donor.firstName ? [`Dear ${donor.firstName},`] : []),
        `You promised ${formatPounds(amountPence)} to ${partner.name} by ${pledge.dueOn}${arrived}.`,
        `Give ${formatPounds(pence(amountPence - keptPence))} now, or pause or withdraw your pledge:\n` +
          this.pledges.payUrl(pledge),
        `No more reminders:\n${this.config.publicUrl}/pledges/${id}/stop-reminders?token=${token}`,
      ].join('\n\n'),
    };
  }
}
