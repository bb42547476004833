import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Tx } from '../database/transactions.js';
import { Secrets } from '../secrets/secrets.js';
import { GroupCommit } from './group-commit.js';
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

const insert = `
  insert into messaging.inbox (source, external_id, body)
  select * from unnest($1::text[], $2::text[], $3::bytea[]) as message (source, external_id, body)
  order by source, external_id
  on conflict (source, external_id) do nothing`;

/** Keeps each message durably, once, before it is answered; concurrent messages share a commit. */
@Injectable()
export class Inbox {
  private readonly handlers = new Map<string, InboxHandler>();
  private readonly group: GroupCommit<IncomingMessage>;

  constructor(
    dataSource: DataSource,
    private readonly secrets: Secrets,
    private readonly wake: Wake,
  ) {
    this.group = new GroupCommit(async (messages) => {
      await dataSource.query(insert, [
        messages.map((message) => message.source),
        messages.map((message) => message.externalId),
        messages.map((message) => this.secrets.seal(JSON.stringify(message.body))),
      ]);
    });
  }

  /** Resolves once the message is on disk; a message that is there already changes nothing. */
  async keep(message: IncomingMessage): Promise<void> {
    await this.group.add(message);
    this.wake.call();
  }

  /** A channel says what it does with a source. */
  register(handler: InboxHandler): void {
    this.handlers.set(handler.source, handler);
  }

  registered(): InboxHandler[] {
    return [...this.handlers.values()];
  }
}
