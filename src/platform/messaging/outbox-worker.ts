import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { describeError } from '../logging/logger.js';
import { LOGGER } from '../logging/logging.module.js';
import { Outbox, type OutboxHandler, type OutgoingMessage } from './outbox.js';

/** How long a claimed call is ours alone: longer than any call may take. */
const leaseSeconds = 60;

const claim = `
  update messaging.outbox set attempts = attempts + 1,
    next_try_at = clock_timestamp() + ${leaseSeconds} * interval '1 second'
  where id in (
    select id from messaging.outbox
    where topic = $1 and done_at is null and gave_up_at is null and next_try_at <= clock_timestamp()
    order by next_try_at limit $2 for update skip locked)
  returning id, topic, payload, expires_at as "expiresAt", attempts`;

type Claimed = OutgoingMessage<never> & { attempts: number };

/** Makes the calls that are owed, at least once each, no faster than each company allows. */
@Injectable()
export class OutboxWorker {
  private readonly lastTurnAt = new Map<string, number>();

  constructor(
    private readonly outbox: Outbox,
    private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** One turn over every topic. Resolves with how many calls were made. */
  async turn(): Promise<number> {
    const made = await Promise.all(this.outbox.registered().map((handler) => this.turnOf(handler)));
    return made.reduce((sum, each) => sum + each, 0);
  }

  private async turnOf(handler: OutboxHandler): Promise<number> {
    const now = Date.now();
    const sinceMs = Math.min(1_000, now - (this.lastTurnAt.get(handler.topic) ?? 0));
    const allowed = Math.floor((handler.perSecond * sinceMs) / 1_000);
    if (allowed < 1) return 0;
    const [claimed] = await this.dataSource.query<[Claimed[], number]>(claim, [handler.topic, allowed]);
    if (claimed.length > 0) this.lastTurnAt.set(handler.topic, now);
    await Promise.all(claimed.map((message) => this.deliver(handler, message)));
    return claimed.length;
  }

  private async deliver(handler: OutboxHandler, message: Claimed): Promise<void> {
    try {
      if (message.expiresAt && message.expiresAt <= new Date()) {
        await handler.expire?.(message);
        await this.close(message, 'gave_up_at', 'its time to live ran out');
        return;
      }
      await handler.deliver(message);
      await this.close(message, 'done_at', null);
    } catch (error) {
      this.logger.error(
        { error, topic: message.topic, id: message.id, attempts: message.attempts },
        'call failed',
      );
      await this.dataSource.query(
        `update messaging.outbox set last_error = $2,
           next_try_at = clock_timestamp() + least(600, power(2, least(attempts, 10))) * interval '1 second'
         where id = $1`,
        [message.id, describeError(error).message.slice(0, 500)],
      );
    }
  }

  private async close(
    message: Claimed,
    column: 'done_at' | 'gave_up_at',
    error: string | null,
  ): Promise<void> {
    await this.dataSource.query(
      `update messaging.outbox set ${column} = clock_timestamp(), last_error = $2 where id = $1`,
      [message.id, error],
    );
  }
}
