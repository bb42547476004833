import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Logger } from 'pino';
import { Appeals } from '../../giving/appeals/appeals.service.js';
import { Breaks } from '../../platform/breaks/breaks.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Limits } from '../../platform/limits/limits.js';
import { LOGGER } from '../../platform/logging/logging.module.js';
import { Schedule } from '../../platform/schedule/schedule.js';
import { Clock } from '../../vocabulary/clock.js';
import { alarmOf, dayMs, windowMs } from './card-testing-rule.js';
import { allAppeals, oneAppeal } from './card-testing.service.js';

const lookEveryMs = 5_000;
const forgetEveryMs = 3_600_000;
/** Longer than any limit looks back. */
const keptMs = 2 * dayMs;

/** Tells staff when cards are being tried out, and forgets what no limit looks at any more. */
@Injectable()
export class CardTestingWatch implements OnModuleInit {
  constructor(
    private readonly appeals: Appeals,
    private readonly limits: Limits,
    private readonly breaks: Breaks,
    private readonly transactions: Transactions,
    private readonly schedule: Schedule,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.schedule.every(lookEveryMs, 'look for card testing', () => this.look());
    this.schedule.every(forgetEveryMs, 'forget marks', () => this.limits.forget(this.ago(keptMs)));
  }

  /** One break an hour at most, for all appeals and for each. */
  async look(): Promise<void> {
    const subjects = [allAppeals, ...(await this.appeals.all()).map(({ slug }) => oneAppeal(slug))];
    const counts = await this.limits.counts(subjects, this.ago(windowMs));
    for (const [index, lately] of counts.entries()) {
      const alarm = alarmOf(lately);
      if (alarm === 'calm') continue;
      const { declined = 0, paid = 0 } = lately;
      const subject = subjects[index] ?? '';
      this.logger.warn({ subject, alarm, declined, paid }, 'cards are being tried out');
      await this.transactions.run((tx) =>
        this.breaks.note(tx, {
          kind: 'card_testing',
          reference: `${subject} ${this.clock.now().toISOString().slice(0, 13)}`,
          detail: `Of ${declined + paid} cards tried within ten minutes ${declined} were declined.`,
          whatToDo:
            'Somebody may be trying out stolen cards, and addresses have to wait. Look at Stripe’s Radar, and refund small gifts that nobody meant.',
        }),
      );
    }
  }

  private ago(ms: number): Date {
    return new Date(this.clock.now().getTime() - ms);
  }
}
