import { Module } from '@nestjs/common';
import { Balances } from './balances.js';
import { Funds } from './funds.js';
import { Journal } from './journal.js';
import { Ledger } from './ledger.js';
import { Snapshots } from './snapshots.js';

/** The books: accounts, transfers, balances, the journal. They never know a donor, a card or a telephone. */
@Module({
  providers: [Ledger, Funds, Balances, Journal, Snapshots],
  exports: [Ledger, Funds, Balances, Journal, Snapshots],
})
export class LedgerModule {}
