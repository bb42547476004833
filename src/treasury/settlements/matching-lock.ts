import type { Tx } from '../../platform/database/transactions.js';

/** One at a time says what lines are: they are few, and two must not settle the same. */
export async function lockMatching(tx: Tx): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('settlements', 0))`);
}
