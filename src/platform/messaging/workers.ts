import { setTimeout } from 'node:timers/promises';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { LOGGER } from '../logging/logging.module.js';
import { Inbox } from './inbox.js';
import { InboxWorker } from './inbox-worker.js';
import { Outbox } from './outbox.js';
import { OutboxWorker } from './outbox-worker.js';
import { Wake } from './wake.js';

/** What a turn found: nothing to do, less than it could take, or as much as it could take. */
export type Turn = 'idle' | 'some' | 'full';

const idleMs = 250;
/** Between turns that were not full: more gathers for the next one, which costs hardly more than one message. */
const gatherMs = 20;
const afterFailureMs = 1_000;

/**
 * The background half: a loop of turns for each source and each topic, until it is told to stop, and a stop
 * that finishes what is under way.
 */
@Injectable()
export class Workers implements OnModuleDestroy {
  private stopping = false;
  private readonly loops: Promise<void>[] = [];

  constructor(
    private readonly inbox: Inbox,
    private readonly inboxWorker: InboxWorker,
    private readonly outbox: Outbox,
    private readonly outboxWorker: OutboxWorker,
    private readonly wake: Wake,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  start(): void {
    for (const handler of this.inbox.registered()) {
      this.loops.push(this.loop(handler.source, () => this.inboxWorker.turn(handler)));
    }
    for (const handler of this.outbox.registered()) {
      this.loops.push(this.loop(handler.topic, () => this.outboxWorker.turn(handler)));
    }
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    this.wake.callAll();
    await Promise.all(this.loops);
    await this.outboxWorker.settled();
  }

  private async loop(name: string, turn: () => Promise<Turn>): Promise<void> {
    while (!this.stopping) {
      try {
        const found = await turn();
        if (found === 'full') continue;
        await setTimeout(gatherMs);
        if (found === 'idle' && !this.stopping) await this.wake.sleep(name, idleMs);
      } catch (error) {
        this.logger.error({ error, of: name }, 'a turn failed');
        if (!this.stopping) await this.wake.sleep(name, afterFailureMs);
      }
    }
  }
}
