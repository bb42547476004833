import { setMaxListeners } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { LOGGER } from '../logging/logging.module.js';

interface Job {
  name: string;
  everyMs: number;
  work: () => Promise<unknown>;
}

/**
 * What comes round again in the background half. Every process does all of it, so the work must bear to be
 * done by two at once; a failure is logged and the next round comes all the same.
 */
@Injectable()
export class Schedule implements OnModuleDestroy {
  private readonly jobs: Job[] = [];
  private readonly stopping = new AbortController();
  private loops: Promise<void>[] = [];

  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  /** Registers work; call it while the application starts. */
  every(everyMs: number, name: string, work: () => Promise<unknown>): void {
    this.jobs.push({ name, everyMs, work });
  }

  start(): void {
    // Every job listens while it waits.
    setMaxListeners(Infinity, this.stopping.signal);
    this.loops = this.jobs.map((job) => this.loop(job));
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.loops);
  }

  private async loop({ name, everyMs, work }: Job): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await work().catch((error: unknown) =>
        this.logger.error({ error, job: name }, 'a scheduled job failed'),
      );
      await setTimeout(everyMs, undefined, { signal }).catch(() => {});
    }
  }
}
