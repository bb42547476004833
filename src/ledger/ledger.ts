import { Injectable } from '@nestjs/common';
import { Breaks } from '../platform/breaks/breaks.js';
import type { Tx } from '../platform/database/transactions.js';
import { AccountIds } from './account-ids.js';
import { bodyHash, type Entry } from './entry.js';
import { LegColumns } from './leg-columns.js';
import { reverseEntry } from './reversal.js';

const columns = `entry, leg, happening, debit_account, credit_account, amount_pence, occurred_at, body_hash,
  donation_id, source, source_id`;

const given = `
  select * from unnest($1::uuid[], $2::smallint[], $3::ledger.happening[], $4::integer[], $5::integer[],
    $6::bigint[], $7::timestamptz[], $8::uuid[], $9::uuid[], $10::text[], $11::text[]) as given (${columns})`;

/** Names what is new only where not all of it is. */
const told = `select count(*)::integer as count, case when count(*) < $12 then array_agg(entry) end as new from first`;

/** Sorted, so that two who post the same entries wait for each other instead of deadlocking. */
const insertSingle = `
  with first as (
    insert into ledger.transfer (${columns}) select * from (${given}) given order by entry
    on conflict (entry, leg) do nothing returning entry
  ) ${told}`;

/** The first leg decides: whoever inserts it posts the whole entry, and everybody else posts nothing of it. */
const insertWhole = `
  with given as (${given}), first as (
    insert into ledger.transfer (${columns}) select ${columns} from given where leg = 1 order by entry
    on conflict (entry, leg) do nothing returning entry
  ), rest as (
    insert into ledger.transfer (${columns}) select ${columns} from given join first using (entry)
    where leg > 1 order by entry, leg
  ) ${told}`;

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
  private readonly accountIds = new AccountIds();

  constructor(private readonly breaks: Breaks) {}

  /** Posts each entry once. An entry that is there already, with the same fact, is a no-op. */
  async post(tx: Tx, entries: Entry[]): Promise<Posted> {
    const unique = new Map(entries.map((entry) => [entry.id, entry]));
    const legs = new LegColumns(unique.values());
    if (legs.length === 0) return { posted: new Set(), refused: [] };
    const accountIds = await this.accountIds.of(tx, legs.accounts);
    const [inserted] = await tx.query<[{ count: number; new: string[] | null }]>(
      legs.whole ? insertWhole : insertSingle,
      [...legs.parameters(accountIds), unique.size],
    );
    const posted = new Set(inserted.count === unique.size ? unique.keys() : (inserted.new ?? []));
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
        ours: [{ what: entry.happening, id: entry.id }],
        theirs: [
          {
            what: entry.source,
            id: entry.sourceId,
            amountPence: entry.legs.reduce((sum, leg) => sum + leg.amountPence, 0),
          },
        ],
        ...(entry.donationId === undefined ? {} : { donationId: entry.donationId }),
      });
    }
    return refused;
  }
}
