import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions.js';
import type { Arrival } from './arrival.js';
import type { TextMessage } from './text.entities.js';

/** So many free texts go to one number in a day; two robots that answer each other come to an end. */
const mostFreeTexts = 10;

/** In the order of the hashes, so that two who lock the same numbers wait instead of deadlocking. */
const lock = `
  insert into text.phone (phone_match, last_text_at)
  select * from unnest($1::bytea[], $2::timestamptz[]) as came order by 1
  on conflict (phone_match) do update
    set last_text_at = greatest(phone.last_text_at, excluded.last_text_at)
  returning encode(phone_match, 'hex') as number, opted_out_at is not null as "optedOut"`;

const spend = `
  with asked as (
    select phone_match, at from text.phone
    join unnest($1::bytea[], $2::timestamptz[]) as asked (match, at) on phone_match = match
    order by phone_match for update of phone
  )
  update text.phone set
    free_texts = case when free_texts_since > at - interval '1 day' then free_texts + 1 else 1 end,
    free_texts_since = case when free_texts_since > at - interval '1 day' then free_texts_since else at end
  from asked where phone.phone_match = asked.phone_match
  returning encode(phone.phone_match, 'hex') as number, free_texts as "freeTexts"`;

/** A number and a moment. */
type Asked = Pick<Arrival, 'phoneMatch'> & { at: Date };

/** What we must remember of each number. Its row is its lock: no two donors share one. */
@Injectable()
export class Phones {
  /** Locks the numbers until the transaction ends; says which of them opted out. */
  async lock(tx: Tx, arrivals: Arrival[]): Promise<Set<string>> {
    const byNumber = new Map(arrivals.map((arrival) => [arrival.number, arrival]));
    const numbers = [...byNumber.values()];
    const rows = await tx.query<{ number: string; optedOut: boolean }[]>(lock, [
      numbers.map(({ phoneMatch }) => phoneMatch),
      numbers.map(({ receivedAt }) => receivedAt),
    ]);
    return new Set(rows.filter(({ optedOut }) => optedOut).map(({ number }) => number));
  }

  /** Spends one free text of each number; says which of them may have it. */
  async spendFreeText(tx: Tx, asked: Asked[]): Promise<Set<string>> {
    if (asked.length === 0) return new Set();
    const [rows] = await tx.query<[{ number: string; freeTexts: number }[], number]>(spend, [
      asked.map(({ phoneMatch }) => phoneMatch),
      asked.map(({ at }) => at),
    ]);
    return new Set(rows.filter(({ freeTexts }) => freeTexts <= mostFreeTexts).map(({ number }) => number));
  }

  /** Which of these texts came before their number opted out: nothing more is said of them. */
  async silenced(tx: Tx, texts: Pick<TextMessage, 'id'>[]): Promise<Set<string>> {
    if (texts.length === 0) return new Set();
    const rows = await tx.query<{ id: string }[]>(
      `select message.id from text.message join text.phone using (phone_match)
       where message.id = any($1::uuid[]) and phone.opted_out_at > message.received_at`,
      [texts.map(({ id }) => id)],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** The first time stands. */
  async optOut(tx: Tx, asked: Asked[]): Promise<void> {
    if (asked.length === 0) return;
    await tx.query(
      `insert into text.phone (phone_match, last_text_at, opted_out_at)
       select match, at, at from unnest($1::bytea[], $2::timestamptz[]) as asked (match, at) order by 1
       on conflict (phone_match) do update
         set opted_out_at = coalesce(phone.opted_out_at, excluded.opted_out_at)`,
      [asked.map(({ phoneMatch }) => phoneMatch), asked.map(({ at }) => at)],
    );
  }
}
