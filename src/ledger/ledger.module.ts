import { Module } from '@nestjs/common';
import { Balances } from './balances.js';
import { Journal } from './journal.js';
import { Ledger } from './ledger.js';

/** The books: accounts, transfers, balances, the journal. They never know a donor, a card or a telephone. */
@Module({ providers: [Ledger, Balances, Journal], exports: [Ledger, Balances, Journal] })
export class LedgerModule {}
