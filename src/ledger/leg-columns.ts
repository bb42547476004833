import { plainArray, textArray } from '../platform/database/plain-array.js';
import { accountCode, type AccountRef } from './accounts.js';
import { bodyHash, type Entry } from './entry.js';

/** The legs of entries as the columns of one insert: in sets of a thousand, rows of objects would cost as much. */
export class LegColumns {
  /** Whether an entry has several legs, which must be posted whole or not at all. */
  whole = false;
  readonly accounts = new Map<string, { book: string; account: AccountRef }>();
  private readonly entries: Entry[] = [];
  private readonly numbers: number[] = [];
  private readonly hashes: string[] = [];
  private readonly debits: string[] = [];
  private readonly credits: string[] = [];
  private readonly amounts: number[] = [];

  constructor(entries: Iterable<Entry>) {
    for (const entry of entries) {
      const hash = bodyHash(entry);
      let number = 0;
      for (const { debit, credit, amountPence } of entry.legs) {
        this.entries.push(entry);
        this.numbers.push((number += 1));
        this.hashes.push(hash);
        this.debits.push(this.named(entry.book, debit));
        this.credits.push(this.named(entry.book, credit));
        this.amounts.push(amountPence);
      }
      this.whole ||= number > 1;
    }
  }

  get length(): number {
    return this.entries.length;
  }

  /** In the order of `Ledger`'s insert. */
  parameters(accountIds: ReadonlyMap<string, number>): string[] {
    const { entries } = this;
    return [
      plainArray(entries.map((entry) => entry.id)),
      plainArray(this.numbers),
      plainArray(entries.map((entry) => entry.happening)),
      plainArray(this.debits.map((code) => accountIds.get(code))),
      plainArray(this.credits.map((code) => accountIds.get(code))),
      plainArray(this.amounts),
      plainArray(entries.map((entry) => entry.occurredAt.toISOString())),
      plainArray(this.hashes),
      plainArray(entries.map((entry) => entry.donationId)),
      textArray(entries.map((entry) => entry.source)),
      textArray(entries.map((entry) => entry.sourceId)),
    ];
  }

  private named(book: string, account: AccountRef): string {
    const code = accountCode(book, account);
    if (!this.accounts.has(code)) this.accounts.set(code, { book, account });
    return code;
  }
}
