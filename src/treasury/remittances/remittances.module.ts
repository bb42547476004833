import { Module } from '@nestjs/common';
import { AppealsModule } from '../../giving/appeals/appeals.module.js';
import { LedgerModule } from '../../ledger/ledger.module.js';
import { MaySendNow } from './may-send-now.service.js';
import { MaySendReader } from './may-send.js';
import { Papers } from './papers.js';
import { PapersController } from './papers.controller.js';
import { ReceivedDays } from './received-days.js';
import { RemittanceDecisions } from './remittance-decisions.js';
import { RemittancesController } from './remittances.controller.js';
import { Remittances } from './remittances.service.js';
import { Sending } from './sending.js';

/** How money is passed on: prepared, approved by another, sent, acknowledged. It never pays: people tell the bank to. */
@Module({
  imports: [AppealsModule, LedgerModule],
  controllers: [RemittancesController, PapersController],
  providers: [MaySendNow, MaySendReader, Papers, ReceivedDays, RemittanceDecisions, Remittances, Sending],
  exports: [MaySendNow, RemittanceDecisions, Remittances, Sending],
})
export class RemittancesModule {}
