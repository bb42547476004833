import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { DataSource } from 'typeorm';
import { Audit } from '../../platform/access/audit.js';
import { type Tx, Transactions } from '../../platform/database/transactions.js';
import { ValidationFailed } from '../../platform/http/http.problems.js';
import { Clock } from '../../vocabulary/clock.js';
import { BankAccount, BankBalance } from './bank-account.entities.js';
import type { BankAccountChangeDto, BankAccountDto } from './bank-accounts.dto.js';
import { BankBalances } from './bank-balances.js';
import { bankCsv, ownCsv } from './bank-csv.js';
import { checkedLines, jsonLines } from './bank-line-reader.js';
import { BankLines, type Import } from './bank-lines.js';
import { readCamt053 } from './camt053.js';
import { lockMatching } from './matching-lock.js';
import type { BankLineDto, BankLinesTakenDto } from './settlements.dto.js';
import { BankStatementOfAnother } from './settlements.problems.js';

/** Files of the bank, in whatever form, and what is remembered of each account for the next one. */
@Injectable()
export class BankStatements {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly bankLines: BankLines,
    private readonly balances: BankBalances,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Our own layout, or the one that is remembered of the account. Throws ValidationFailed by line. */
  async takeCsv(body: Readable, from: Import): Promise<BankLinesTakenDto> {
    const account = await this.find(from.bankAccount);
    return this.take(
      await checkedLines(account?.layout ? bankCsv(body, account.layout) : ownCsv(body)),
      from,
    );
  }

  /** Throws ValidationFailed by line. */
  async takeJson(body: unknown, from: Import): Promise<BankLinesTakenDto> {
    return this.take(await checkedLines(jsonLines(body)), from);
  }

  /**
   * A camt.053, with its balances. The first one says how the bank names the account. Throws ValidationFailed, and
   * BankStatementOfAnother for a statement of another account, of which nothing is taken.
   */
  async takeCamt(body: Readable, from: Import): Promise<BankLinesTakenDto> {
    const statements = await readCamt053(body);
    const lines = await checkedLines(statements.flatMap((statement) => statement.lines));
    const [number, another] = new Set(statements.map((statement) => statement.number));
    if (number === undefined || another !== undefined) throw new BankStatementOfAnother();
    await this.transactions.run((tx) => this.requireOf(tx, number, from));
    return this.bankLines.take(lines, from, async (tx) => {
      for (const statement of statements) await this.balances.keep(tx, statement, from);
    });
  }

  private take(lines: BankLineDto[], from: Import): Promise<BankLinesTakenDto> {
    if (lines.length === 0)
      throw new ValidationFailed([{ field: 'lines', message: 'must be a line at least' }]);
    return this.bankLines.take(lines, from);
  }

  private async requireOf(tx: Tx, number: string, { bankAccount: name, person }: Import): Promise<void> {
    await lockMatching(tx);
    const known = await tx.findBy(BankAccount, [{ name }, { number }]);
    if (known.some((account) => account.name !== name)) throw new BankStatementOfAnother();
    const [account] = known;
    if (account && account.number !== null && account.number !== number) throw new BankStatementOfAnother();
    if (account?.number !== number) await this.save(tx, name, { number }, person);
  }

  /** What is named is changed; the rest stays as it was. Throws BankStatementOfAnother for a number of another. */
  change(name: string, change: BankAccountChangeDto, person: string): Promise<BankAccountDto> {
    return this.transactions.run(async (tx) => {
      await lockMatching(tx);
      const { number, layout } = change;
      if (number !== undefined) {
        const holder = await tx.findOneBy(BankAccount, { number });
        if (holder && holder.name !== name) throw new BankStatementOfAnother();
      }
      await this.save(tx, name, { ...(number && { number }), ...(layout && { layout }) }, person);
      return shown(await tx.findOneByOrFail(BankAccount, { name }), await this.balances.last(tx, name));
    });
  }

  private async save(
    tx: Tx,
    name: string,
    change: Partial<Pick<BankAccount, 'number' | 'layout'>>,
    changedBy: string,
  ): Promise<void> {
    const before = await tx.findOneBy(BankAccount, { name });
    const { number = null, layout = null } = { ...before, ...change };
    const now = { number, layout, changedBy, changedAt: this.clock.now() };
    await this.audit.changed(tx, changedBy, [
      {
        what: 'bank account',
        id: name,
        before: before && { number: before.number, layout: before.layout },
        after: { number, layout },
      },
    ]);
    if (before) await tx.update(BankAccount, { name }, now);
    else await tx.insert(BankAccount, { name, ...now });
  }

  async all(): Promise<BankAccountDto[]> {
    const { manager } = this.dataSource;
    const accounts = await manager.find(BankAccount, { order: { name: 'ASC' } });
    return Promise.all(
      accounts.map(async (account) => shown(account, await this.balances.last(manager, account.name))),
    );
  }

  private find(name: string): Promise<BankAccount | null> {
    return this.dataSource.getRepository(BankAccount).findOneBy({ name });
  }
}

function shown({ name, number, layout }: BankAccount, last: BankBalance | undefined): BankAccountDto {
  return {
    account: name,
    number,
    layout,
    closedOn: last?.closedOn ?? null,
    closingPence: last?.closingPence ?? null,
  };
}
