import { Module } from '@nestjs/common';
import { CardModule } from '../channels/card/card.module.js';
import { AppealsModule } from '../giving/appeals/appeals.module.js';
import { DonationsModule } from '../giving/donations/donations.module.js';
import { DonorsModule } from '../giving/donors/donors.module.js';
import { GiftAidModule } from '../giving/gift-aid/gift-aid.module.js';
import { PledgesModule } from '../giving/pledges/pledges.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { AppealsController } from './appeals.controller.js';
import { AuditController } from './audit.controller.js';
import { AuditLog } from './audit-log.js';
import { BooksWatch } from './books-watch.js';
import { BreakList } from './break-list.js';
import { BreaksController } from './breaks.controller.js';
import { BooksCheck } from './check.js';
import { BreakFigures } from './break-figures.js';
import { ClosedPeriods } from './closed-periods.js';
import { DonationList } from './donation-list.js';
import { DonationView } from './donation-view.js';
import { DonorExport } from './donor-export.js';
import { DonorsReportController } from './donors.controller.js';
import { GivenByHour } from './given-by-hour.js';
import { OperatorStatement } from './operator-statement.js';
import { PeriodsController } from './periods.controller.js';
import { Promises } from './promises.js';
import { ReportFiles } from './report-files.js';
import { GiftAidScheduleController } from './gift-aid-schedule.controller.js';
import { ReportCounts } from './report-counts.js';
import { ReportsController } from './reports.controller.js';
import { StaffController } from './staff.controller.js';
import { TextList } from './text-list.js';
import { TotalEvents } from './total-events.js';
import { FinalStatements } from './final-statement.js';
import { Totals } from './totals.js';

/** What was given and where it is, for everybody and for staff. It reads, notes what does not agree, and keeps what it said of closed periods; it never changes anything. */
@Module({
  imports: [
    CardModule,
    AppealsModule,
    DonationsModule,
    DonorsModule,
    GiftAidModule,
    PledgesModule,
    LedgerModule,
  ],
  controllers: [
    AppealsController,
    AuditController,
    BreaksController,
    DonorsReportController,
    StaffController,
    PeriodsController,
    GiftAidScheduleController,
    ReportsController,
  ],
  providers: [
    AuditLog,
    BooksCheck,
    BooksWatch,
    BreakFigures,
    BreakList,
    ClosedPeriods,
    DonationList,
    DonationView,
    DonorExport,
    GivenByHour,
    OperatorStatement,
    Promises,
    ReportCounts,
    ReportFiles,
    TextList,
    TotalEvents,
    FinalStatements,
    Totals,
  ],
  exports: [
    AuditLog,
    BooksCheck,
    BreakFigures,
    BreakList,
    DonationList,
    DonationView,
    GivenByHour,
    OperatorStatement,
    Promises,
    FinalStatements,
    ReportCounts,
    Totals,
  ],
})
export class ReportsModule {}
