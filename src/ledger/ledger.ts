import { Injectable } from '@nestjs/common';
import { Breaks } from '../platform/breaks/breaks.js';
import { plainArray } from '../platform/database/plain-array.js';
import type { Tx } from '../platform/database/transactions.js';
import { accountCode, accountKinds, type AccountName, type AccountRef, type Qualifiers } from './accounts.js';
import { bodyHash, type Entry, type Leg } from './entry.js';
import { reverseEntry } from './reversal.js';

/**
 * The first leg decides: whoever inserts it posts the whole entry, and everybody else posts nothing of it.
 * Sorted, so that two who post the same entries wait for each other instead of deadlocking.
 */
const insert = `
  with given as (
    select * from unnest($1::uuid[], $2::smallint[], $3::text[], $4::integer[], $5::integer[], $6::bigint[],
      $7::timestamptz[], $8::uuid[], $9::uuid[], $10::text[], $11::text[])
    as given (entry, leg, happening, debit_account, credit_account, amount_pence, occurred_at, body_hash,
      donation_id, source, source_id)
  ), first as (
    insert into ledger.transfer (entry, leg, happening, debit_account, credit_account, amount_pence, occurred_at,
      body_hash, donation_id, source, source_id)
    select entry, leg, happening::ledger.happening, debit_account, credit_account, amount_pence, occurred_at,
      body_hash, donation_id, source, source_id
    from given where leg = 1 order by entry
    on conflict (entry, leg) do nothing returning entry
  ), rest as (
    insert into ledger.transfer (entry, leg, happening, debit_account, credit_account, amount_pence, occurred_at,
      body_hash, donation_id, source, source_id)
    select entry, leg, happening::ledger.happening, debit_account, credit_account, amount_pence, occurred_at,
      body_hash, donation_id, source, source_id
    from given join first using (entry) where leg > 1 order by entry, leg
  )
  select entry from first`;

/** What became of the entries that were posted together. */
export interface Posted {
  /** Ids of the entries that are new in the books. */
  posted: Set<string>;
  /** Entries whose id is taken by another fact: nothing was inserted, and each is kept as a break. */
  refused: Entry[];
}

/** The books. They are inserted into and read; nothing in them is ever changed. */
@Injectable()
export class Ledger {
  private readonly knownIds = new Map<string, number>();

  constructor(private readonly breaks: Breaks) {}

  /** Posts each entry once. An entry that is there already, with the same fact, is a no-op. */
  async post(tx: Tx, entries: Entry[]): Promise<Posted> {
    const unique = [...new Map(entries.map((entry) => [entry.id, entry])).values()];
    const rows = unique.flatMap((entry) => rowsOf(entry));
    if (rows.length === 0) return { posted: new Set(), refused: [] };
    const ids = await this.accountIds(tx, rows);
    const inserted = await tx.query<{ entry: string }[]>(insert, [
      plainArray(rows.map((row) => row.entry.id)),
      plainArray(rows.map((row) => row.number)),
      plainArray(rows.map((row) => row.entry.happening)),
      plainArray(rows.map((row) => ids.get(row.debit))),
      plainArray(rows.map((row) => ids.get(row.credit))),
      plainArray(rows.map((row) => row.leg.amountPence)),
      plainArray(rows.map((row) => row.entry.occurredAt.toISOString())),
      plainArray(rows.map((row) => row.hash)),
      plainArray(rows.map((row) => row.entry.donationId)),
      rows.map((row) => row.entry.source),
      rows.map((row) => row.entry.sourceId),
    ]);
    const posted = new Set(inserted.map((row) => row.entry));
    return { posted, refused: await this.refuseOtherFacts(tx, entries, posted) };
  }

  /**
   * Undoes a whole entry by its mirror image, which names it. Once: a second time is a no-op. `why` is the id of
   * the break or decision behind it, never prose. Throws EntryNotFound, ReversalNotReversible, and NotEnoughHeld
   * where what would leave a fund has been passed on already.
   */
  reverse(tx: Tx, entryId: string, why: string, at: Date): Promise<{ reversal: string }> {
    return reverseEntry(tx, entryId, why, at);
  }

  async has(tx: Tx, entryId: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>('select from ledger.transfer where entry = $1 limit 1', [entryId]);
    return rows.length > 0;
  }

  /** A second statement sees what a concurrent transaction has committed while the first one waited for it. */
  private async refuseOtherFacts(tx: Tx, entries: Entry[], posted: Set<string>): Promise<Entry[]> {
    const doubtful = entries.length > posted.size ? entries : [];
    if (doubtful.length === 0) return [];
    const known = await tx.query<{ entry: string; hash: string }[]>(
      `select entry, replace(body_hash::text, '-', '') as hash from ledger.transfer
       where leg = 1 and entry = any($1::uuid[])`,
      [doubtful.map((entry) => entry.id)],
    );
    const hashes = new Map(known.map((row) => [row.entry, row.hash]));
    const refused = doubtful.filter((entry) => hashes.get(entry.id) !== bodyHash(entry));
    for (const entry of refused) {
      await this.breaks.note(tx, {
        kind: 'same_identity_other_content',
        reference: `${entry.source} ${entry.sourceId}`,
        detail: `${entry.happening} was reported again with other amounts than those in the books.`,
        whatToDo: 'Compare the outside record with the entry in the books; the books were left as they are.',
        ...(entry.donationId === undefined ? {} : { donationId: entry.donationId }),
      });
    }
    return refused;
  }

  /**
   * Accounts are made on first use. One that this very transaction made is not remembered beyond it: the
   * transaction may yet be undone.
   */
  private async accountIds(tx: Tx, rows: LegRow[]): Promise<ReadonlyMap<string, number>> {
    const wanted = new Map<string, AccountRow>();
    for (const { entry, leg, debit, credit } of rows) {
      if (!this.knownIds.has(debit)) wanted.set(debit, { book: entry.book, account: leg.debit });
      if (!this.knownIds.has(credit)) wanted.set(credit, { book: entry.book, account: leg.credit });
    }
    if (wanted.size === 0) return this.knownIds;
    const ids = new Map<string, number>();
    for (let tries = 0; wanted.size > 0 && tries < 2; tries++) {
      if (tries > 0) await insertAccounts(tx, wanted);
      const found = await tx.query<{ id: number; code: string; fresh: boolean }[]>(
        `select id, code, xmin = pg_current_xact_id()::xid as fresh from ledger.account where code = any($1)`,
        [[...wanted.keys()]],
      );
      for (const { id, code, fresh } of found) {
        (fresh ? ids : this.knownIds).set(code, id);
        wanted.delete(code);
      }
    }
    return new Map([...this.knownIds, ...ids]);
  }
}

/** One leg on its way in, with the codes of its accounts. */
interface LegRow {
  entry: Entry;
  leg: Leg;
  number: number;
  hash: string;
  debit: string;
  credit: string;
}

function rowsOf(entry: Entry): LegRow[] {
  const hash = bodyHash(entry);
  return entry.legs.map((leg, index) => ({
    entry,
    leg,
    number: index + 1,
    hash,
    debit: accountCode(entry.book, leg.debit),
    credit: accountCode(entry.book, leg.credit),
  }));
}

interface AccountRow {
  book: string;
  account: AccountRef;
}

/** In the order of their codes, so that two who make the same accounts wait for each other. */
async function insertAccounts(tx: Tx, accounts: Map<string, AccountRow>): Promise<void> {
  for (const [code, { book, account }] of [...accounts].toSorted(([one], [other]) =>
    one < other ? -1 : 1,
  )) {
    const { side, memo } = accountKinds[account.name];
    const { name, gateway, purpose, partner }: { name: AccountName } & Qualifiers = account;
    await tx.query(
      `insert into ledger.account (code, book, name, side, memo, gateway, purpose, partner)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (code) do nothing`,
      [code, book, name, side, memo, gateway ?? null, purpose ?? null, partner ?? null],
    );
  }
}
