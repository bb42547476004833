import { Module } from '@nestjs/common';
import { AppealsModule } from '../../giving/appeals/appeals.module.js';
import { LedgerModule } from '../../ledger/ledger.module.js';
import { ClosingChecklist } from './closing-checklist.js';
import { ClosingController } from './closing.controller.js';
import { Closing } from './closing.service.js';

/** How an appeal ends: stopped, and closed once nothing is owed to anybody. It never makes the books fit. */
@Module({
  imports: [AppealsModule, LedgerModule],
  controllers: [ClosingController],
  providers: [Closing, ClosingChecklist],
  exports: [Closing],
})
export class ClosingModule {}
