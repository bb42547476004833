import type { Tx } from '../../platform/database/transactions.js';
import { type Pence, penceFromText } from '../../vocabulary/pence.js';
import type { Arrival } from './arrival.js';
import type { Hold } from './phone.entities.js';

/** So long a YES may release what is held. */
export const heldForMs = 10 * 60_000;

export type NewHold = Pick<Hold, 'id' | 'messageId' | 'phoneMatch' | 'shortcode' | 'heldAt'>;

/** A text that waits for its donor's word, as it was read when it came. */
export interface WaitingHold {
  donationId: string;
  messageId: string;
  number: string;
  shortcode: string;
  heldAt: Date;
  appeal: string;
  amountPence: Pence;
  operator: string;
}

export async function insertHolds(tx: Tx, holds: NewHold[]): Promise<void> {
  if (holds.length === 0) return;
  await tx.query(
    `insert into text.hold (id, message_id, phone_match, shortcode, held_at)
     select * from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::text[], $5::timestamptz[]) as hold
     order by 1 on conflict (id) do nothing`,
    [
      holds.map(({ id }) => id),
      holds.map(({ messageId }) => messageId),
      holds.map(({ phoneMatch }) => phoneMatch),
      holds.map(({ shortcode }) => shortcode),
      holds.map(({ heldAt }) => heldAt),
    ],
  );
}

/** What these numbers, which the caller has locked, have waiting; newest first. */
export async function waitingHolds(tx: Tx, arrivals: Pick<Arrival, 'phoneMatch'>[]): Promise<WaitingHold[]> {
  if (arrivals.length === 0) return [];
  const rows = await tx.query<(Omit<WaitingHold, 'amountPence'> & { amountPence: string })[]>(
    `select hold.id as "donationId", hold.message_id as "messageId", encode(hold.phone_match, 'hex') as number,
       hold.shortcode, hold.held_at as "heldAt", message.appeal, message.amount_pence as "amountPence",
       message.operator
     from text.hold join text.message on message.id = hold.message_id
     where hold.phone_match = any($1::bytea[]) and hold.state = 'waiting'
     order by hold.held_at desc, hold.id`,
    [arrivals.map(({ phoneMatch }) => phoneMatch)],
  );
  return rows.map((row) => ({ ...row, amountPence: penceFromText(row.amountPence) }));
}

/** Ends those that still wait; resolves with their donations. */
export async function endHolds(
  tx: Tx,
  donationIds: string[],
  state: Exclude<Hold['state'], 'waiting'>,
  at: Date,
): Promise<string[]> {
  if (donationIds.length === 0) return [];
  const [rows] = await tx.query<[{ id: string }[], number]>(
    `update text.hold set state = $2, ended_at = $3 where id = any($1::uuid[]) and state = 'waiting' returning id`,
    [donationIds, state, at],
  );
  return rows.map(({ id }) => id);
}

/** Those that nobody answered in time, 500 at most. */
export async function overdueHolds(tx: Tx, before: Date): Promise<string[]> {
  const rows = await tx.query<{ id: string }[]>(
    `select id from text.hold where state = 'waiting' and held_at < $1 order by id limit 500
     for no key update skip locked`,
    [before],
  );
  return rows.map(({ id }) => id);
}
