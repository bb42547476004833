import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { isAboutData } from '../database/query-errors.js';
import type { Tx } from '../database/transactions.js';
import { Secrets } from '../secrets/secrets.js';
import { Backlog } from './backlog.js';
import { GroupCommit } from './group-commit.js';
import { IntakeFull } from './messaging.problems.js';
import { Wake } from './wake.js';

/** A message of the outside world, as its sender identified it. */
export interface IncomingMessage {
  /** Who sent what, for example `fonix.charge-report`. */
  source: string;
  externalId: string;
  body: unknown;
}

export interface KeptMessage extends IncomingMessage {
  receivedAt: Date;
  attempts: number;
}

/**
 * What is done with the messages of one source. `prepare` may ask outside companies about one message;
 * `apply` then works on a whole set in one transaction, and everything that it does is undone together.
 */
export interface InboxHandler<Prepared = unknown> {
  source: string;
  prepare?(message: KeptMessage): Promise<Prepared>;
  apply(tx: Tx, messages: (KeptMessage & { prepared?: Prepared })[]): Promise<void>;
}

/** A message that failed again and again: still kept, still tried, and now for a person to look at. */
export type StuckListener = (tx: Tx, message: KeptMessage, reason: string) => Promise<void>;

const insert = `
  insert into messaging.inbox (source, external_id, body)
  select * from unnest($1::text[], $2::text[], $3::bytea[]) as message (source, external_id, body)
  order by source, external_id
  on conflict (source, external_id) do nothing`;

/** What may wait for its commit in memory; a request costs about so much beside its message. */
const mostHeldBytes = 32 * 1024 * 1024;
const requestBytes = 2_048;
/** A store that says nothing for so long is taken to be away. */
const commitTimeoutMs = 10_000;

interface Sealed {
  source: string;
  externalId: string;
  body: Buffer;
}

/** Keeps each message durably, once, before it is answered; concurrent messages share a commit. */
@Injectable()
export class Inbox {
  private readonly handlers = new Map<string, InboxHandler>();
  private readonly stuckListeners: StuckListener[] = [];
  private readonly group: GroupCommit<Sealed>;
  private heldBytes = 0;

  constructor(
    private readonly dataSource: DataSource,
    private readonly secrets: Secrets,
    private readonly wake: Wake,
    private readonly backlog: Backlog,
  ) {
    this.group = new GroupCommit((messages) => this.insert(messages), isAboutData);
  }

  /**
   * Resolves once the message is on disk; a message that is there already changes nothing. Throws IntakeFull;
   * after any other error it may be there or not, and may safely come again.
   */
  async keep({ source, externalId, body }: IncomingMessage): Promise<void> {
    if (this.heldBytes > mostHeldBytes || this.backlog.isFull()) throw new IntakeFull();
    const sealed = { source, externalId, body: this.secrets.seal(JSON.stringify(body)) };
    const bytes = sealed.body.length + requestBytes;
    this.heldBytes += bytes;
    try {
      await this.group.add(sealed);
    } finally {
      this.heldBytes -= bytes;
    }
    this.wake.call(source);
  }

  /** Whether a message that comes now would be kept. */
  async accepts(): Promise<boolean> {
    return this.heldBytes <= mostHeldBytes && !(await this.backlog.look());
  }

  /**
   * Blanks what was received before, and is worked on: numbers and wordings are not kept for ever. The row stays,
   * so that the same message is still known if it comes again.
   */
  async blank(sources: string[], before: Date): Promise<void> {
    await this.dataSource.query(
      `update messaging.inbox set body = ''
       where source = any($1::text[]) and received_at < $2 and done_at is not null and body <> ''`,
      [sources, before],
    );
  }

  /** Blanks what is worked on and stands under one of these ids of its sender, alone or as the first word of its key. */
  async blankAbout(tx: Tx, senderIds: string[]): Promise<void> {
    await tx.query(
      `update messaging.inbox set body = ''
       where split_part(external_id, ' ', 1) = any($1::text[]) and done_at is not null and body <> ''`,
      [senderIds],
    );
  }

  /** A channel says what it does with a source. */
  register(handler: InboxHandler): void {
    this.handlers.set(handler.source, handler);
  }

  registered(): InboxHandler[] {
    return [...this.handlers.values()];
  }

  onStuck(listener: StuckListener): void {
    this.stuckListeners.push(listener);
  }

  async tellStuck(tx: Tx, message: KeptMessage, reason: string): Promise<void> {
    for (const listener of this.stuckListeners) await listener(tx, message, reason);
  }

  /** Straight to the driver: one prepared statement, which is its own transaction. */
  private async insert(messages: Sealed[]): Promise<void> {
    const { master } = this.dataSource.driver as unknown as { master: pg.Pool };
    await master.query({
      name: 'inbox_insert',
      text: insert,
      values: [
        messages.map((message) => message.source),
        messages.map((message) => message.externalId),
        messages.map((message) => message.body),
      ],
      query_timeout: commitTimeoutMs,
    } as pg.QueryConfig);
  }
}
