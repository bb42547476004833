import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Tx } from '../database/transactions.js';
import type { OutboxHandler, OutgoingMessage } from './outbox.js';

export interface Claimed extends OutgoingMessage {
  attempts: number;
}

/**
 * A claimed call is ours alone for so long, and is renewed while it is under way: a call may take longer, and
 * what a process that was killed had claimed is free again this soon.
 */
const leaseSeconds = 15;

const due = `topic = $1 and done_at is null and gave_up_at is null and next_try_at <= clock_timestamp()`;

/**
 * Takes what may be called now. The pace of a topic is one moment: up to where its calls are spent. Each call
 * spends 1/rate seconds of the time that has passed, and at most a quarter of a second can be saved up. The
 * row is locked while a claim reckons with it, so all processes together keep the pace.
 */
const claim = `
  with saved as (
    select greatest(spent_until, clock_timestamp()
      - greatest(interval '250 ms', interval '1 second' / $2::integer)) as spent_until
    from messaging.pace
    where topic = $1 and exists (select from messaging.outbox where ${due})
    for update
  ), taken as (
    select id from messaging.outbox where ${due} order by next_try_at
    limit coalesce((select least($3::integer,
      floor(extract(epoch from clock_timestamp() - spent_until) * $2::integer + 0.001)::integer) from saved), 0)
    for update skip locked
  ), spent as (
    update messaging.pace set spent_until = saved.spent_until
      + (select count(*) from taken) * interval '1 second' / $2::integer
    from saved where topic = $1 and exists (select from taken)
  )
  update messaging.outbox set attempts = attempts + 1,
    next_try_at = clock_timestamp() + ${leaseSeconds} * interval '1 second'
  where id in (select id from taken)
  returning id, topic, payload, expires_at as "expiresAt", attempts`;

const renew = `
  update messaging.outbox set next_try_at = clock_timestamp() + ${leaseSeconds} * interval '1 second'
  where id in (select id from messaging.outbox where id = any($1::uuid[]) and done_at is null for update skip locked)`;

const postpone = `
  update messaging.outbox set last_error = $2, next_try_at = clock_timestamp()
    + least(600, power(2, least(attempts, 10))) * (0.5 + random()) * interval '1 second'
  where id = any($1::uuid[])`;

/** Which calls are whose: claimed for a while, renewed, put off, done or given up. */
@Injectable()
export class OutboxClaims {
  private readonly paced = new Set<string>();

  constructor(private readonly dataSource: DataSource) {}

  /** At most `most` calls, no more than the pace of the topic allows now. */
  async claim({ topic, perSecond }: OutboxHandler, most: number): Promise<Claimed[]> {
    if (!this.paced.has(topic)) {
      await this.dataSource.query(
        `insert into messaging.pace (topic, spent_until) values ($1, 'epoch') on conflict (topic) do nothing`,
        [topic],
      );
      this.paced.add(topic);
    }
    const [claimed] = await this.dataSource.query<[Claimed[], number]>(claim, [topic, perSecond, most]);
    return claimed;
  }

  async renew(ids: string[]): Promise<void> {
    await this.dataSource.query(renew, [ids]);
  }

  async postpone(messages: Claimed[], reason: string): Promise<void> {
    await this.dataSource.query(postpone, [messages.map((message) => message.id), reason.slice(0, 500)]);
  }

  async done(tx: Tx, messages: OutgoingMessage[]): Promise<void> {
    await tx.query(
      `update messaging.outbox set done_at = clock_timestamp(), last_error = null where id = any($1::uuid[])`,
      [messages.map((message) => message.id)],
    );
  }

  async gaveUp(tx: Tx, messages: OutgoingMessage[]): Promise<void> {
    await tx.query(
      `update messaging.outbox set gave_up_at = clock_timestamp(), last_error = $2 where id = any($1::uuid[])`,
      [messages.map((message) => message.id), 'its time to live ran out'],
    );
  }
}
