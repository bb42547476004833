import { derivedId, derivedIdAt } from '../vocabulary/ids.js';
import type { Pence } from '../vocabulary/pence.js';
import type { AccountRef, Purpose } from './accounts.js';
import { type Entry, move } from './entry.js';

/** What every happening of a donation tells. `book` is the appeal's slug. */
export interface OfDonation {
  book: string;
  donationId: string;
  purpose: Purpose;
}

/** Stripe's balance transaction: its id and its own `created`. Amounts are its own too, never a guessed fee. */
export interface StripeMove {
  balanceTransactionId: string;
  createdAt: Date;
}

/** A line of a bank statement, by the bank's own reference. */
export interface BankLine {
  book: string;
  /** The bank account, by our name for it. */
  bankAccount: string;
  reference: string;
  bookedAt: Date;
}

/** `parts` tell apart what one balance transaction moved in several books, or what came of it later. */
export function ofStripe({ balanceTransactionId: id, createdAt }: StripeMove, ...parts: string[]) {
  return {
    id: derivedIdAt(createdAt.getTime(), 'stripe', id, ...parts),
    occurredAt: createdAt,
    source: 'stripe',
    sourceId: id,
  };
}

/**
 * The same id whatever the line turns out to be, so that it is posted as one thing only. It holds no date: a
 * bank may restate that.
 */
export function ofBank({ book, bankAccount, reference, bookedAt }: BankLine) {
  return {
    id: derivedId('bank', bankAccount, reference, book),
    book,
    occurredAt: bookedAt,
    source: 'bank',
    sourceId: `${bankAccount}/${reference}`,
  };
}

export function givenDirectly(grossPence: Pence): Entry['legs'] {
  return move(grossPence, { name: 'collected_by_partner' }, { name: 'given_directly' });
}

/**
 * Money of a donation that leaves its fund: `held` down to zero, the rest `due_from_partner`. How much of each
 * is known only under the fund's lock (Funds.withdraw).
 */
export interface Withdrawal extends Omit<Entry, 'legs' | 'donationId'> {
  donationId: string;
  purpose: Purpose;
  /** Who has what was passed on already. */
  partner: string;
  amountPence: Pence;
  credit: AccountRef;
}

export function withdrawalEntry(withdrawal: Withdrawal, heldPence: Pence): Entry {
  const { purpose, partner, amountPence, credit, ...entry } = withdrawal;
  const { fromHeldPence, fromPartnerPence } = splitWithdrawal(heldPence, amountPence);
  return {
    ...entry,
    legs: [
      ...move(fromHeldPence, { name: 'held', purpose }, credit),
      ...move(fromPartnerPence, { name: 'due_from_partner', partner }, credit),
    ],
  };
}

/** Money that the partner had collected itself and gave back, or lost: outside the identities, as it came in. */
export function givenBackDirectly(withdrawal: Withdrawal): Entry {
  const { purpose: _purpose, partner: _partner, amountPence, credit: _credit, ...entry } = withdrawal;
  return { ...entry, legs: move(amountPence, { name: 'given_directly' }, { name: 'collected_by_partner' }) };
}

export function splitWithdrawal(heldPence: number, amountPence: number) {
  const fromHeldPence = Math.max(0, Math.min(heldPence, amountPence));
  return { fromHeldPence, fromPartnerPence: amountPence - fromHeldPence };
}
