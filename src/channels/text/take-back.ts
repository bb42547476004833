import { Injectable } from '@nestjs/common';
import { Donations } from '../../giving/donations/donations.service.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Outbox } from '../../platform/messaging/outbox.js';
import type { Arrival } from './arrival.js';
import { dropCharges } from './charge-rows.js';
import { endHolds, type WaitingHold } from './holds.js';

/** Longer than any charge waits for its call. */
const lookBackMs = 3 * 60 * 60_000;

const owed = `
  select charge.id, encode(asked.phone_match, 'hex') as number
  from unnest($1::bytea[], $2::timestamptz[]) as asked (phone_match, since)
  cross join lateral (
    select donation_id from text.message
    where message.phone_match = asked.phone_match and received_at >= asked.since and donation_id is not null
    offset 0
  ) as gift
  cross join lateral (
    select id from text.charge where charge.donation_id = gift.donation_id and state = 'requested'
  ) as charge`;

/** STOP, NO and CANCEL: drops what is held, and every charge whose call has not gone out. */
@Injectable()
export class TakeBack {
  constructor(
    private readonly outbox: Outbox,
    private readonly donations: Donations,
  ) {}

  /** The caller has locked the numbers. Resolves with those that had something to take back. */
  async drop(tx: Tx, arrivals: Arrival[], waiting: WaitingHold[]): Promise<Set<string>> {
    const [first] = arrivals;
    if (!first) return new Set();
    const numbers = new Set(arrivals.map(({ number }) => number));
    const held = waiting.filter(({ number }) => numbers.has(number));
    const dropped = await endHolds(
      tx,
      held.map(({ donationId }) => donationId),
      'dropped',
      first.receivedAt,
    );
    const charges = await tx.query<{ id: string; number: string }[]>(owed, [
      arrivals.map(({ phoneMatch }) => phoneMatch),
      arrivals.map(({ receivedAt }) => new Date(receivedAt.getTime() - lookBackMs)),
    ]);
    const withdrawn = await this.outbox.withdraw(
      tx,
      charges.map(({ id }) => id),
    );
    const ended = await dropCharges(tx, [...withdrawn], first.receivedAt);
    await this.donations.end(tx, [...dropped, ...ended], 'expired');
    return new Set([
      ...held.filter(({ donationId }) => dropped.includes(donationId)).map(({ number }) => number),
      ...charges.filter(({ id }) => withdrawn.has(id)).map(({ number }) => number),
    ]);
  }
}
