import { Funds } from '../../src/ledger/funds.js';
import { Ledger } from '../../src/ledger/ledger.js';
import { Breaks } from '../../src/platform/breaks/breaks.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { type AccountRef, accountCode, accountKinds } from '../../src/ledger/accounts.js';
import type { Entry } from '../../src/ledger/entry.js';
import { type Withdrawal, withdrawalEntry } from '../../src/ledger/posting-parts.js';
import { pence } from '../../src/vocabulary/pence.js';
import type { TestDatabase } from '../support/database.js';

export const book = 'sun-ukraine-fund';

/** The balances that are not 0, by the account's code without its book. */
export type BalancesByCode = Record<string, number>;

export type Happened = Entry | Withdrawal;
export const isWithdrawal = (happened: Happened): happened is Withdrawal => !('legs' in happened);

/** The books in memory, by the posting functions alone: what the database must come to. */
export class Model {
  readonly entries = new Map<string, Entry>();
  private readonly balances = new Map<string, number>();

  of(account: AccountRef): number {
    return this.balances.get(accountCode('', account)) ?? 0;
  }

  post(happened: Happened): void {
    if (this.entries.has(happened.id)) return;
    const entry = isWithdrawal(happened)
      ? withdrawalEntry(happened, pence(this.of({ name: 'held', purpose: happened.purpose })))
      : happened;
    this.entries.set(entry.id, entry);
    for (const { debit, credit, amountPence } of entry.legs) {
      this.add(debit, amountPence);
      this.add(credit, -amountPence);
    }
  }

  private add(account: AccountRef, debitPence: number): void {
    const sign = accountKinds[account.name].side === 'asset' ? 1 : -1;
    this.balances.set(accountCode('', account), this.of(account) + sign * debitPence);
  }

  all(): BalancesByCode {
    return nonZero([...this.balances].map(([code, amount]) => [code.slice(1), amount]));
  }
}

const nonZero = (balances: [string, number][]): BalancesByCode =>
  Object.fromEntries(
    balances.filter(([, amount]) => amount !== 0).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );

/** The books on the database, as the application posts to them. */
export class Books {
  readonly transactions: Transactions;
  readonly breaks: Breaks;
  readonly ledger: Ledger;
  readonly funds: Funds;

  constructor(private readonly database: TestDatabase) {
    this.transactions = new Transactions(database.dataSource);
    this.breaks = new Breaks(database.dataSource);
    this.ledger = new Ledger(this.breaks);
    this.funds = new Funds(this.ledger);
  }

  async post(...all: Happened[]): Promise<void> {
    for (const happened of all) {
      await this.transactions.run((tx) =>
        isWithdrawal(happened) ? this.funds.withdraw(tx, [happened]) : this.ledger.post(tx, [happened]),
      );
    }
  }

  async all(): Promise<BalancesByCode> {
    const rows = await this.database.dataSource.query<{ code: string; balance: string }[]>(
      `select substr(code, length(book) + 2) as code,
         (case side when 'asset' then 1 else -1 end * sum(amount_pence))::text as balance
       from ledger.account join ledger.posting on posting.account = account.id group by account.id`,
    );
    return nonZero(rows.map(({ code, balance }) => [code, Number(balance)]));
  }
}
