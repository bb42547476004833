import { Module } from '@nestjs/common';
import { AppealsModule } from '../../giving/appeals/appeals.module.js';
import { LedgerModule } from '../../ledger/ledger.module.js';
import { FundStatements } from './fund-statement.js';
import { SurplusNotices } from './surplus-notices.service.js';
import { SurplusTriggers } from './surplus-triggers.js';
import { SurplusController } from './surplus.controller.js';

/** What becomes of money that the purpose can't use, by the charity's notice. It never decides that there is any. */
@Module({
  imports: [AppealsModule, LedgerModule],
  controllers: [SurplusController],
  providers: [FundStatements, SurplusNotices, SurplusTriggers],
  exports: [FundStatements, SurplusNotices],
})
export class SurplusModule {}
