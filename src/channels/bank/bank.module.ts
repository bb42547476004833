import { Module } from '@nestjs/common';
import { AppealsModule } from '../../giving/appeals/appeals.module.js';
import { DonationsModule } from '../../giving/donations/donations.module.js';
import { PledgesModule } from '../../giving/pledges/pledges.module.js';
import { RefundsModule } from '../../giving/refunds/refunds.module.js';
import { LedgerModule } from '../../ledger/ledger.module.js';
import { BankGifts } from './bank-gifts.js';
import { BankRefunds } from './bank-refunds.js';

/** Gifts that donors pay into the bank account. It never reads a statement: the treasury tells of each. */
@Module({
  imports: [AppealsModule, DonationsModule, PledgesModule, RefundsModule, LedgerModule],
  providers: [BankGifts, BankRefunds],
})
export class BankModule {}
