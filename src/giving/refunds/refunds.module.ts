import { Module } from '@nestjs/common';
import { AppealsModule } from '../appeals/appeals.module.js';
import { DonationsModule } from '../donations/donations.module.js';
import { RefundDecisions } from './refund-decisions.js';
import { RefundProposals } from './refund-proposals.service.js';
import { RefundsController } from './refunds.controller.js';
import { Refunds } from './refunds.service.js';

/** What donors are to have back: asked for, agreed to, followed. It never calls a company and never posts. */
@Module({
  imports: [AppealsModule, DonationsModule],
  controllers: [RefundsController],
  providers: [Refunds, RefundDecisions, RefundProposals],
  exports: [Refunds, RefundDecisions, RefundProposals],
})
export class RefundsModule {}
