import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { storeIsAway } from '../database/query-errors.js';
import { Transactions } from '../database/transactions.js';
import { describeError } from '../logging/logger.js';
import { LOGGER } from '../logging/logging.module.js';
import { Secrets } from '../secrets/secrets.js';
import { Inbox, type InboxHandler, type KeptMessage } from './inbox.js';
import { SetSize } from './set-size.js';
import type { Turn } from './workers.js';

/** A handler that asks an outside company about each message takes fewer, so that its turn stays short. */
const mostPrepared = 20;
/** So many failures make a message a person's concern; it is tried on all the same. */
export const stuckAfter = 5;

const columns = `source, external_id as "externalId", body, received_at as "receivedAt", attempts`;
const waiting = `source = $1 and done_at is null and next_try_at <= clock_timestamp()`;
const take = `
  select ${columns} from messaging.inbox where ${waiting}
  order by next_try_at limit $2 for update skip locked`;
const takeThese = `
  select ${columns} from messaging.inbox where ${waiting} and external_id = any($2)
  order by next_try_at for update skip locked`;
const close = `
  update messaging.inbox set done_at = clock_timestamp(), last_error = null
  where source = $1 and external_id = any($2)`;
const postpone = `
  update messaging.inbox set attempts = attempts + 1, last_error = $3,
    next_try_at = clock_timestamp()
      + least(3600, power(2, least(attempts, 12))) * (0.5 + random()) * interval '1 second'
  where source = $1 and external_id = $2 and done_at is null returning attempts`;

type Row = Omit<KeptMessage, 'body'> & { body: Buffer };
type Prepared = Map<string, unknown>;

/**
 * Works through the inbox in sets, each set in one transaction. When a set fails it is halved until the
 * culprit is alone; that one waits for its next try, and the rest go on. Many processes share the work: what
 * one has locked the others pass over, and a process that dies lets go of it at once.
 */
@Injectable()
export class InboxWorker {
  private readonly setSizes = new Map<string, SetSize>();

  constructor(
    private readonly inbox: Inbox,
    private readonly transactions: Transactions,
    private readonly dataSource: DataSource,
    private readonly secrets: Secrets,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** One set of one source. */
  async turn(handler: InboxHandler): Promise<Turn> {
    if (handler.prepare) return this.preparedTurn(handler, handler.prepare.bind(handler));
    const size = this.sizeFor(handler.source);
    const limit = size.current;
    const taken = await size.measure(() => this.apply(handler, limit));
    return turnOf(taken, limit);
  }

  private sizeFor(source: string): SetSize {
    const size = this.setSizes.get(source) ?? new SetSize();
    this.setSizes.set(source, size);
    return size;
  }

  /** Asks outside, before any transaction; a message whose answer can't be had waits, alone. */
  private async preparedTurn(
    handler: InboxHandler,
    prepare: NonNullable<InboxHandler['prepare']>,
  ): Promise<Turn> {
    const rows = await this.dataSource.query<Row[]>(
      `select ${columns} from messaging.inbox where ${waiting} order by next_try_at limit $2`,
      [handler.source, mostPrepared],
    );
    const answers: Prepared = new Map();
    await Promise.all(
      rows.map(async (row) => {
        try {
          answers.set(row.externalId, await prepare(this.opened(row)));
        } catch (error) {
          await this.postpone(row, error);
        }
      }),
    );
    if (answers.size > 0) await this.apply(handler, [...answers.keys()], answers);
    return turnOf(rows.length, mostPrepared);
  }

  /** Takes and applies these messages, or up to so many; resolves with how many were taken. */
  private async apply(handler: InboxHandler, which: number | string[], prepared?: Prepared): Promise<number> {
    let rows: Row[] = [];
    try {
      await this.transactions.run(async (tx) => {
        rows = await tx.query<Row[]>(typeof which === 'number' ? take : takeThese, [handler.source, which]);
        if (rows.length === 0) return;
        await handler.apply(
          tx,
          rows.map((row) => ({ ...this.opened(row), prepared: prepared?.get(row.externalId) })),
        );
        await tx.query(close, [handler.source, rows.map((row) => row.externalId)]);
      });
    } catch (error) {
      const [first] = rows;
      if (!first || storeIsAway(error)) throw error;
      if (rows.length === 1) await this.postpone(first, error);
      else await this.halve(handler, rows, prepared);
    }
    return rows.length;
  }

  private async halve(handler: InboxHandler, rows: Row[], prepared?: Prepared): Promise<void> {
    const ids = rows.map((row) => row.externalId);
    const middle = Math.ceil(ids.length / 2);
    await this.apply(handler, ids.slice(0, middle), prepared);
    await this.apply(handler, ids.slice(middle), prepared);
  }

  private opened(row: Row): KeptMessage {
    return { ...row, body: JSON.parse(this.secrets.open(row.body)) };
  }

  private async postpone(message: Row, error: unknown): Promise<void> {
    const { source, externalId } = message;
    const { type, code, message: words } = describeError(error);
    this.logger.error({ error, source, attempts: message.attempts + 1 }, 'message not processed');
    await this.transactions.run(async (tx) => {
      const [[row]] = await tx.query<[{ attempts: number }[], number]>(postpone, [
        source,
        externalId,
        words.slice(0, 500),
      ]);
      const reason = code === undefined ? type : `${type} ${String(code)}`;
      if (row && row.attempts >= stuckAfter) await this.inbox.tellStuck(tx, message, reason);
    });
  }
}

function turnOf(taken: number, limit: number): Turn {
  if (taken === 0) return 'idle';
  return taken < limit ? 'some' : 'full';
}
