import type { Tx } from '../platform/database/transactions.js';
import type { Purpose } from './accounts.js';

export const fundLock = (book: string, purpose: Purpose): string => `fund:${book}:${purpose}`;
export const partnerLock = (book: string, partner: string): string => `partner:${book}:${partner}`;
export const bankLock = (book: string): string => `bank:${book}`;

/**
 * Waits for whoever takes money out of the same funds, until the end of the transaction; donations never wait.
 * Always in the same order, so that two who need the same funds don't wait for each other. Balances must be
 * read in a later statement: this one's snapshot is older than its locks.
 */
export async function lockFunds(tx: Tx, locks: string[]): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended(fund, 0)) from unnest($1::text[]) fund', [
    [...new Set(locks)].toSorted(),
  ]);
}
