import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Breaks } from '../platform/breaks/breaks.js';
import type { Tx } from '../platform/database/transactions.js';
import { accountCode, accountKinds, type AccountRef } from './accounts.js';
import { bodyHash, type Entry } from './entry.js';

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
  private readonly accountIds = new Map<string, number>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly breaks: Breaks,
  ) {}

  /** Posts each entry once. An entry that is there already, with the same fact, is a no-op. */
  async post(tx: Tx, entries: Entry[]): Promise<Posted> {
    const unique = new Map(entries.map((entry) => [entry.id, entry]));
    await this.knowAccounts([...unique.values()]);
    const rows = [...unique.values()].flatMap((entry) =>
      entry.legs.map((leg, index) => ({ entry, leg, number: index + 1, hash: bodyHash(entry) })),
    );
    if (rows.length === 0) return { posted: new Set(), refused: [] };
    const inserted = await tx.query<{ entry: string }[]>(insert, [
      rows.map((row) => row.entry.id),
      rows.map((row) => row.number),
      rows.map((row) => row.entry.happening),
      rows.map((row) => this.accountId(row.entry.book, row.leg.debit)),
      rows.map((row) => this.accountId(row.entry.book, row.leg.credit)),
      rows.map((row) => row.leg.amountPence),
      rows.map((row) => row.entry.occurredAt),
      rows.map((row) => row.hash),
      rows.map((row) => row.entry.donationId),
      rows.map((row) => row.entry.source),
      rows.map((row) => row.entry.sourceId),
    ]);
    const posted = new Set(inserted.map((row) => row.entry));
    return { posted, refused: await this.refuseOtherFacts(tx, entries, posted) };
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
        donationId: entry.donationId,
      });
    }
    return refused;
  }

  private accountId(book: string, account: AccountRef): number {
    const id = this.accountIds.get(accountCode(book, account));
    if (id === undefined) throw new Error('an account was not made known before it was posted to');
    return id;
  }

  /** Accounts are made on first use, in a commit of their own: they are names, and stay whatever happens next. */
  private async knowAccounts(entries: Entry[]): Promise<void> {
    const unknown = new Map<string, { book: string; account: AccountRef }>();
    for (const { book, legs } of entries) {
      for (const account of legs.flatMap((leg) => [leg.debit, leg.credit])) {
        const code = accountCode(book, account);
        if (!this.accountIds.has(code)) unknown.set(code, { book, account });
      }
    }
    if (unknown.size === 0) return;
    for (const [code, { book, account }] of unknown) {
      const kind = accountKinds[account.name];
      const { gateway = null, purpose = null } = account as { gateway?: string; purpose?: string };
      await this.dataSource.query(
        `insert into ledger.account (code, book, name, side, memo, gateway, purpose)
         select $1, $2, $3, $4::ledger.side, $5, $6, $7
         where not exists (select from ledger.account where code = $1)
         on conflict (code) do nothing`,
        [code, book, account.name, kind.side, kind.memo, gateway, purpose],
      );
    }
    const rows = await this.dataSource.query<{ id: number; code: string }[]>(
      'select id, code from ledger.account where code = any($1)',
      [[...unknown.keys()]],
    );
    for (const row of rows) this.accountIds.set(row.code, row.id);
  }
}
