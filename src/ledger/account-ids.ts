import type { Tx } from '../platform/database/transactions.js';
import { accountKinds, type AccountName, type AccountRef, type Qualifiers } from './accounts.js';

/** An account and the book it stands in, by its code. */
export type NamedAccounts = ReadonlyMap<string, { book: string; account: AccountRef }>;

/** The numbers of accounts. An account is made on first use. */
export class AccountIds {
  private readonly known = new Map<string, number>();

  /** Answers for at least these. One that this very transaction made is not remembered: it may yet be undone. */
  async of(tx: Tx, accounts: NamedAccounts): Promise<ReadonlyMap<string, number>> {
    const wanted = new Map([...accounts].filter(([code]) => !this.known.has(code)));
    if (wanted.size === 0) return this.known;
    const fresh = new Map<string, number>();
    for (let tries = 0; wanted.size > 0 && tries < 2; tries++) {
      if (tries > 0) await insertAccounts(tx, wanted);
      const found = await tx.query<{ id: number; code: string; isFresh: boolean }[]>(
        `select id, code, xmin = pg_current_xact_id()::xid as "isFresh" from ledger.account
         where code = any($1)`,
        [[...wanted.keys()]],
      );
      for (const { id, code, isFresh } of found) {
        (isFresh ? fresh : this.known).set(code, id);
        wanted.delete(code);
      }
    }
    return new Map([...this.known, ...fresh]);
  }
}

/** In the order of their codes, so that two who make the same accounts wait for each other. */
async function insertAccounts(tx: Tx, accounts: NamedAccounts): Promise<void> {
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
