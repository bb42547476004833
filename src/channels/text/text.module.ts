import { Module } from '@nestjs/common';
import { AppealsModule } from '../../giving/appeals/appeals.module.js';
import { DonationsModule } from '../../giving/donations/donations.module.js';
import { LedgerModule } from '../../ledger/ledger.module.js';
import { ChargeReports } from './charge-reports.js';
import { Fonix } from './gateways/fonix.js';
import { FonixController } from './gateways/fonix.controller.js';
import { Gateways } from './gateways/gateways.js';
import { HandsetReports } from './handset-reports.js';
import { TextCalls } from './text-calls.js';
import { TextMessages } from './text-messages.js';

/** Money by text, through a gateway. It never charges an amount that the donor did not plainly ask for. */
@Module({
  imports: [AppealsModule, DonationsModule, LedgerModule],
  controllers: [FonixController],
  providers: [Fonix, Gateways, TextMessages, TextCalls, ChargeReports, HandsetReports],
})
export class TextModule {}
