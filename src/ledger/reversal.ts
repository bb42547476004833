import { createHash } from 'node:crypto';
import type { Tx } from '../platform/database/transactions.js';
import { derivedId } from '../vocabulary/ids.js';
import type { Purpose } from './accounts.js';
import { fundBalances } from './fund-balance.js';
import { fundLock, lockFunds } from './fund-locks.js';
import { sumOf } from './fund-rules.js';
import { EntryNotFound, NotEnoughHeld, ReversalNotReversible } from './ledger.problems.js';

/** Its happening stays: a charge that is reversed counts against charges. */
const insertMirror = `
  insert into ledger.transfer (entry, leg, happening, debit_account, credit_account, amount_pence, occurred_at,
    body_hash, donation_id, source, source_id, reverses)
  select $2, leg, happening, credit_account, debit_account, amount_pence, $3, $4, donation_id, 'correction', $5, entry
  from ledger.transfer where entry = $1 order by leg
  on conflict (entry, leg) do nothing`;

/** See Ledger.reverse. The id derives from what is reversed, so the primary key makes it once. */
export async function reverseEntry(
  tx: Tx,
  entryId: string,
  why: string,
  at: Date,
): Promise<{ reversal: string }> {
  const [first] = await tx.query<{ reverses: string | null }[]>(
    'select reverses from ledger.transfer where entry = $1 and leg = 1',
    [entryId],
  );
  if (first === undefined) throw new EntryNotFound();
  if (first.reverses !== null) throw new ReversalNotReversible();
  const reversal = derivedId('reversal', entryId);
  await requireHeld(tx, entryId, reversal);
  const hash = createHash('sha256')
    .update(JSON.stringify({ reverses: entryId }))
    .digest('hex')
    .slice(0, 32);
  await tx.query(insertMirror, [entryId, reversal, at, hash, why]);
  return { reversal };
}

/** The mirror takes from a fund what the entry gave it: it must still be there. */
async function requireHeld(tx: Tx, entryId: string, reversal: string): Promise<void> {
  const funds = await tx.query<{ book: string; purpose: Purpose; amount: string }[]>(
    `select account.book, account.purpose, sum(amount_pence) as amount
     from ledger.transfer join ledger.account on account.id = credit_account and account.name = 'held'
     where entry = $1 group by account.book, account.purpose`,
    [entryId],
  );
  await lockFunds(
    tx,
    funds.map(({ book, purpose }) => fundLock(book, purpose)),
  );
  const [done] = await tx.query<unknown[]>('select from ledger.transfer where entry = $1 and leg = 1', [
    reversal,
  ]);
  if (done !== undefined) return;
  for (const { book, purpose, amount } of funds) {
    const heldPence = sumOf(await fundBalances(tx, book, ['held']), 'held', { purpose });
    if (Number(amount) > heldPence) throw new NotEnoughHeld(heldPence);
  }
}
