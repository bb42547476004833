import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { Transactions, type Tx } from '../database/transactions.js';
import { describeError } from '../logging/logger.js';
import { LOGGER } from '../logging/logging.module.js';
import { Secrets } from '../secrets/secrets.js';
import { Inbox, type InboxHandler, type KeptMessage } from './inbox.js';

const mostAtOnce = 500;
/** A handler that asks an outside company about each message takes fewer, so that its turn stays short. */
const mostPrepared = 20;

const columns = `source, external_id as "externalId", body, received_at as "receivedAt", attempts`;
const waiting = `source = $1 and done_at is null and next_try_at <= clock_timestamp()`;

type Row = Omit<KeptMessage, 'body'> & { body: Buffer };

/**
 * Works through the inbox in sets, each set in one transaction. When a set fails it is halved until the
 * culprit is alone; that one waits for its next try, and the rest go on. Many processes share the work.
 */
@Injectable()
export class InboxWorker {
  constructor(
    private readonly inbox: Inbox,
    private readonly transactions: Transactions,
    private readonly dataSource: DataSource,
    private readonly secrets: Secrets,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** One turn over every source. Resolves with how many messages were looked at: 0 means nothing waits. */
  async turn(): Promise<number> {
    let looked = 0;
    for (const handler of this.inbox.registered()) looked += await this.turnOf(handler);
    return looked;
  }

  private async turnOf(handler: InboxHandler): Promise<number> {
    const limit = handler.prepare ? mostPrepared : mostAtOnce;
    const rows = await this.dataSource.query<Row[]>(
      `select ${columns} from messaging.inbox where ${waiting} order by next_try_at limit $2`,
      [handler.source, limit],
    );
    if (rows.length === 0) return 0;
    const prepared = await this.prepare(
      handler,
      rows.map((row) => this.opened(row)),
    );
    await this.applyOrSplit(handler, prepared);
    return rows.length;
  }

  private opened(row: Row): KeptMessage {
    return { ...row, body: JSON.parse(this.secrets.open(row.body)) };
  }

  /** Asks outside, before any transaction; a message whose answer can't be had waits, alone. */
  private async prepare(handler: InboxHandler, messages: KeptMessage[]): Promise<Map<string, unknown>> {
    const answers = new Map<string, unknown>();
    await Promise.all(
      messages.map(async (message) => {
        try {
          answers.set(message.externalId, await handler.prepare?.(message));
        } catch (error) {
          await this.postpone(message, error);
        }
      }),
    );
    return answers;
  }

  private async applyOrSplit(handler: InboxHandler, prepared: Map<string, unknown>): Promise<void> {
    if (prepared.size === 0) return;
    let taken: KeptMessage[] = [];
    try {
      await this.transactions.run(async (tx) => {
        taken = await this.take(tx, handler.source, [...prepared.keys()]);
        if (taken.length === 0) return;
        await handler.apply(
          tx,
          taken.map((message) => ({ ...message, prepared: prepared.get(message.externalId) })),
        );
        await tx.query(
          `update messaging.inbox set done_at = clock_timestamp(), last_error = null
           where source = $1 and external_id = any($2)`,
          [handler.source, taken.map((message) => message.externalId)],
        );
      });
    } catch (error) {
      const [only] = taken;
      if (taken.length === 1 && only) return this.postpone(only, error);
      const entries = [...prepared];
      if (entries.length === 1) throw error;
      const middle = Math.ceil(entries.length / 2);
      await this.applyOrSplit(handler, new Map(entries.slice(0, middle)));
      await this.applyOrSplit(handler, new Map(entries.slice(middle)));
    }
  }

  /** Takes what nobody else is working on; the lock lasts as long as the transaction. */
  private async take(tx: Tx, source: string, externalIds: string[]): Promise<KeptMessage[]> {
    const rows = await tx.query<Row[]>(
      `select ${columns} from messaging.inbox where ${waiting} and external_id = any($2)
       order by received_at, external_id for update skip locked`,
      [source, externalIds],
    );
    return rows.map((row) => this.opened(row));
  }

  private async postpone(message: KeptMessage, error: unknown): Promise<void> {
    this.logger.error(
      { error, source: message.source, attempts: message.attempts + 1 },
      'message not processed',
    );
    await this.dataSource.query(
      `update messaging.inbox set attempts = attempts + 1, last_error = $3,
         next_try_at = clock_timestamp() + least(3600, power(2, least(attempts, 12))) * interval '1 second'
       where source = $1 and external_id = $2`,
      [message.source, message.externalId, describeError(error).message.slice(0, 500)],
    );
  }
}
