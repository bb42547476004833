import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/transactions.js';
import { Wake } from './wake.js';

/** A call that we owe somebody. The payload holds ids: what it is about is read when the call is made. */
export interface OutgoingMessage<Payload = unknown> {
  /** Known before the call and the same at every try: the idempotency key. */
  id: string;
  topic: string;
  payload: Payload;
  /** From then on the call is no longer made. */
  expiresAt?: Date;
}

export interface Answered<Payload, Answer> {
  message: OutgoingMessage<Payload>;
  answer: Answer;
}

/** Makes the calls of one topic. A throw means "try again later"; so the call must be safe to repeat. */
export interface OutboxHandler<Payload = unknown, Order = unknown, Answer = unknown> {
  topic: string;
  /** At most so many calls a second leave all processes together. */
  perSecond: number;
  /** Reads what a set of calls needs, by message id. A message that is left out needs no call any more. */
  prepare?(messages: OutgoingMessage<Payload>[]): Promise<Map<string, Order>>;
  /** Makes one call, with what `prepare` read for it. */
  deliver(message: OutgoingMessage<Payload>, order: Order): Promise<Answer>;
  /** Keeps the answers of a set, in the transaction that closes their calls. */
  keep?(tx: Tx, answers: Answered<Payload, Answer>[]): Promise<void>;
  /** Told once of calls whose time to live ran out before one succeeded. */
  expire?(tx: Tx, messages: OutgoingMessage<Payload>[]): Promise<void>;
}

const insert = `
  insert into messaging.outbox (id, topic, payload, expires_at)
  select * from unnest($1::uuid[], $2::text[], $3::jsonb[], $4::timestamptz[]) as message
  order by 1
  on conflict (id) do nothing`;

/** A claim counts an attempt in the statement that takes the row, so one of the two finds the other's work. */
const withdraw = `
  update messaging.outbox set done_at = clock_timestamp(), last_error = 'withdrawn'
  where id in (select id from messaging.outbox where id = any($1::uuid[]) and attempts = 0 and done_at is null
    and gave_up_at is null order by id for update)
  returning id`;

/** The commit comes after `send`: workers that are told this much later find it; if not, at their own pace. */
const commitsWithinMs = 20;

/** Promises of calls, made in the transaction that caused them, so that neither exists without the other. */
@Injectable()
export class Outbox {
  private readonly handlers = new Map<string, OutboxHandler>();

  constructor(private readonly wake: Wake) {}

  async send(tx: Tx, messages: OutgoingMessage[]): Promise<void> {
    if (messages.length === 0) return;
    const topics = new Set(messages.map((message) => message.topic));
    await tx.query(insert, [
      messages.map((message) => message.id),
      messages.map((message) => message.topic),
      messages.map((message) => JSON.stringify(message.payload)),
      messages.map((message) => message.expiresAt ?? null),
    ]);
    setTimeout(() => {
      for (const topic of topics) this.wake.call(topic);
    }, commitsWithinMs).unref();
  }

  /** Takes back calls that no worker has begun; resolves with their ids. What was begun once goes on. */
  async withdraw(tx: Tx, ids: string[]): Promise<Set<string>> {
    if (ids.length === 0) return new Set();
    const [rows] = await tx.query<[{ id: string }[], number]>(withdraw, [ids]);
    return new Set(rows.map(({ id }) => id));
  }

  register<Payload, Order, Answer>(handler: OutboxHandler<Payload, Order, Answer>): void {
    this.handlers.set(handler.topic, handler as OutboxHandler);
  }

  registered(): OutboxHandler[] {
    return [...this.handlers.values()];
  }
}
