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

/** Makes the calls of one topic. A throw means "try again later"; so the call must be safe to repeat. */
export interface OutboxHandler {
  topic: string;
  /** At most so many calls a second leave this process. */
  perSecond: number;
  deliver(message: OutgoingMessage<never>): Promise<void>;
  /** Told once when the time to live ran out before a call succeeded. */
  expire?(message: OutgoingMessage<never>): Promise<void>;
}

const insert = `
  insert into messaging.outbox (id, topic, payload, expires_at)
  select * from unnest($1::uuid[], $2::text[], $3::jsonb[], $4::timestamptz[]) as message
  order by 1
  on conflict (id) do nothing`;

/** Promises of calls, made in the transaction that caused them, so that neither exists without the other. */
@Injectable()
export class Outbox {
  private readonly handlers = new Map<string, OutboxHandler>();

  constructor(private readonly wake: Wake) {}

  async send(tx: Tx, messages: OutgoingMessage[]): Promise<void> {
    if (messages.length === 0) return;
    await tx.query(insert, [
      messages.map((message) => message.id),
      messages.map((message) => message.topic),
      messages.map((message) => JSON.stringify(message.payload)),
      messages.map((message) => message.expiresAt ?? null),
    ]);
    // The commit comes after this; the workers' own pace catches what this call comes too early for.
    this.wake.call();
  }

  register(handler: OutboxHandler): void {
    this.handlers.set(handler.topic, handler);
  }

  registered(): OutboxHandler[] {
    return [...this.handlers.values()];
  }
}
