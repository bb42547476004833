import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { LOGGER } from '../logging/logging.module.js';
import { InboxWorker } from './inbox-worker.js';
import { OutboxWorker } from './outbox-worker.js';
import { Wake } from './wake.js';

const idleMs = 250;
const afterFailureMs = 1_000;

/** The background half: turns of inbox and outbox until it is told to stop, and a stop that finishes the turn. */
@Injectable()
export class Workers implements OnModuleDestroy {
  private stopping = false;
  private loops: Promise<void>[] = [];

  constructor(
    private readonly inboxWorker: InboxWorker,
    private readonly outboxWorker: OutboxWorker,
    private readonly wake: Wake,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  start(): void {
    this.loops = [this.loop(() => this.inboxWorker.turn()), this.loop(() => this.outboxWorker.turn())];
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    this.wake.call();
    await Promise.all(this.loops);
  }

  private async loop(turn: () => Promise<number>): Promise<void> {
    while (!this.stopping) {
      try {
        if ((await turn()) === 0 && !this.stopping) await this.wake.sleep(idleMs);
      } catch (error) {
        this.logger.error({ error }, 'a turn failed');
        if (!this.stopping) await this.wake.sleep(afterFailureMs);
      }
    }
  }
}
