import { hash } from 'node:crypto';
import type { Pence } from '../vocabulary/pence.js';
import { pence } from '../vocabulary/pence.js';
import type { AccountRef } from './accounts.js';

/** The happenings that charge a donor. */
export const charges = ['card_charged', 'text_charged', 'given_by_bank', 'given_directly'] as const;

/** What makes up remitted_net: sent − returned by the bank − returned by the partner. */
export const remittances = ['remittance_sent', 'remittance_returned', 'partner_returned'] as const;

/** Each is a row of the table "What posts what". */
export type Happening =
  | (typeof charges)[number]
  | (typeof remittances)[number]
  | 'card_refunded'
  | 'refund_failed'
  | 'refund_cancelled'
  | 'refund_paid_by_bank'
  | 'dispute_opened'
  | 'dispute_won'
  | 'dispute_lost'
  | 'stripe_fee'
  | 'payout_created'
  | 'payout_failed'
  | 'payout_banked'
  | 'not_of_an_appeal'
  | 'text_reversed'
  | 'text_refunded'
  | 'gateway_paid'
  | 'receipt_unexplained'
  | 'bank_charged'
  | 'operator_paid'
  | 'set_off'
  | 'surplus_noticed';

export interface Leg {
  debit: AccountRef;
  credit: AccountRef;
  amountPence: Pence;
}

/** One happening, ready to be posted whole or not at all. */
export interface Entry {
  /** Derived from the outside object, so the same happening has the same id wherever it is heard of. */
  id: string;
  happening: Happening;
  book: string;
  occurredAt: Date;
  /** None for what concerns no single donation: a payout, a bank line, a remittance. */
  donationId?: string;
  /** The outside object that this leads back to, for example `stripe` and `txn_1…`. */
  source: string;
  sourceId: string;
  /** What the outside said. The same id with another fact is refused; the legs are ours and not compared. */
  fact: Readonly<Record<string, string | number>>;
  legs: Leg[];
}

/** Moves an amount; a negative one moves back, and nothing moves for 0. */
export function move(amount: number, debit: AccountRef, credit: AccountRef): Leg[] {
  if (amount === 0) return [];
  return amount > 0
    ? [{ debit, credit, amountPence: pence(amount) }]
    : [{ debit: credit, credit: debit, amountPence: pence(-amount) }];
}

/** A hash of the outside fact, in the form of a UUID: equal facts have equal hashes, in whatever order they are named. */
export function bodyHash({ happening, book, fact }: Entry): string {
  const named: Readonly<Record<string, string | number>> = { happening, book, ...fact };
  // As JSON, and by hand: this runs for every transfer.
  const pairs = Object.keys(named)
    .toSorted()
    .map((name) => `["${name}",${jsonOf(named[name] ?? '')}]`);
  return hash('sha256', `[${pairs.join(',')}]`, 'hex').slice(0, 32);
}

function jsonOf(value: string | number): string {
  if (typeof value === 'number') return String(value);
  return /[^\w .:/-]/.test(value) ? JSON.stringify(value) : `"${value}"`;
}
