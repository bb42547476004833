import type { Pence } from '../vocabulary/pence.js';

/** An account as a journal names it, with what the books say of it. Debits count up, credits down. */
export interface JournalAccount {
  id: number;
  name: string;
  /** London date of its first transfer, YYYY-MM-DD. */
  firstDate: string;
  balancePence: Pence;
}

/** One happening with what it did to each account; the amounts add up to 0. */
export interface JournalTransaction {
  /** London date, YYYY-MM-DD. */
  date: string;
  entry: string;
  /** In words, for example `card charged`. */
  happening: string;
  /** Where it leads back to, by ids only: `donation`, `source`, `source_id`. */
  ids: Readonly<Record<string, string>>;
  postings: { account: string; amountPence: Pence }[];
}

/** How one plain-text accounting program writes things. Every text is whole lines. */
export interface JournalFormat {
  /** An account's valid and readable name, from `asset`, `memo` or not, and the account's code. */
  accountName(side: 'asset' | 'liability', memo: boolean, code: string): string;
  header(accounts: JournalAccount[]): string;
  transaction(transaction: JournalTransaction): string;
  /** Claims that the program compares with its own sums: every balance at the end of `lastDate`. */
  assertions(accounts: JournalAccount[], lastDate: string): string;
}
