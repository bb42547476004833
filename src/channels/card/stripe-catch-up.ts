import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Schedule } from '../../platform/schedule/schedule.js';
import { BalanceCheck } from './balance-check.js';
import { CardJanitor } from './card-janitor.js';
import { MissedEvents } from './missed-events.js';

const everyMs = 3 * 60_000;

/** On start and every few minutes: with every webhook lost, the books come to the same. */
@Injectable()
export class StripeCatchUp implements OnModuleInit {
  constructor(
    private readonly schedule: Schedule,
    private readonly missedEvents: MissedEvents,
    private readonly balanceCheck: BalanceCheck,
    private readonly janitor: CardJanitor,
  ) {}

  /** Three jobs, so that a failure of one keeps none of the others from being done. */
  onModuleInit(): void {
    this.schedule.every(everyMs, 'missed Stripe events', () => this.missedEvents.keep());
    this.schedule.every(everyMs, 'Stripe balance', () => this.balanceCheck.run());
    this.schedule.every(everyMs, 'open card payments', () => this.janitor.run());
  }
}
