import { Module, type OnModuleInit } from '@nestjs/common';
import { AppealsModule } from '../../giving/appeals/appeals.module.js';
import { LedgerModule } from '../../ledger/ledger.module.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Schedule } from '../../platform/schedule/schedule.js';
import { BankBalances } from './bank-balances.js';
import { BankLines } from './bank-lines.js';
import { BankStatements } from './bank-statements.js';
import { Expectations } from './expectations.js';
import { Explanations } from './explanations.js';
import { OpenLines } from './open-lines.js';
import { lockMatching } from './matching-lock.js';
import { SettlementsController } from './settlements.controller.js';
import { Settling } from './settling.js';

const matchEveryMs = 30_000;

/** What the bank shows, beside what it was to show. It never knows a card, a telephone or a donor. */
@Module({
  imports: [AppealsModule, LedgerModule],
  controllers: [SettlementsController],
  providers: [BankBalances, BankLines, BankStatements, Expectations, Explanations, OpenLines, Settling],
  exports: [BankLines, BankStatements, Explanations, OpenLines],
})
export class SettlementsModule implements OnModuleInit {
  constructor(
    private readonly bankLines: BankLines,
    private readonly transactions: Transactions,
    private readonly schedule: Schedule,
  ) {}

  /** A line may come before what it is was told. */
  onModuleInit(): void {
    this.schedule.every(matchEveryMs, 'settlements', () =>
      this.transactions.run(async (tx) => {
        await lockMatching(tx);
        await this.bankLines.match(tx, 'everypenny');
      }),
    );
  }
}
