import { Module } from '@nestjs/common';
import { CardModule } from '../channels/card/card.module.js';
import { TextModule } from '../channels/text/text.module.js';
import { AppealsModule } from '../giving/appeals/appeals.module.js';
import { DonationsModule } from '../giving/donations/donations.module.js';
import { DonorsModule } from '../giving/donors/donors.module.js';
import { GiftAidModule } from '../giving/gift-aid/gift-aid.module.js';
import { PledgesModule } from '../giving/pledges/pledges.module.js';
import type { Config } from '../platform/config/config.js';
import { CONFIG } from '../platform/config/config.module.js';
import { RefundsModule } from '../giving/refunds/refunds.module.js';
import { ReportsModule } from '../reports/reports.module.js';
import { ClosingModule } from '../treasury/closing/closing.module.js';
import { SettlementsModule } from '../treasury/settlements/settlements.module.js';
import { SurplusModule } from '../treasury/surplus/surplus.module.js';
import { RemittancesModule } from '../treasury/remittances/remittances.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { AssetsController } from './assets.controller.js';
import { CHALLENGE, proofOfWork } from './challenge.js';
import { CardLinkController } from './card-link.controller.js';
import { DonationController } from './donation.controller.js';
import { DonorController } from './donor.controller.js';
import { GiftAidPageController } from './gift-aid.controller.js';
import { MonthlyPagesController } from './monthly-pages.controller.js';
import { MonthlyLetters } from './monthly-letters.js';
import { PledgeLetters } from './pledge-letters.js';
import { PledgePagesController } from './pledge-pages.controller.js';
import { ReceiptMail } from './receipt-mail.js';
import { BreaksPageController } from './staff/breaks.controller.js';
import { DonationHistoryController } from './staff/donation.controller.js';
import { DonationsController } from './staff/donations.controller.js';
import { AccountController } from './staff/account.controller.js';
import { AuditPagesController } from './staff/audit-pages.controller.js';
import { Frames } from './staff/frames.js';
import { PeoplePagesController } from './staff/people-pages.controller.js';
import { RemittancePagesController } from './staff/remittances.controller.js';
import { ReportPagesController } from './staff/reports.controller.js';
import { SettlementPagesController } from './staff/settlements.controller.js';
import { SurplusPagesController } from './staff/surplus.controller.js';
import { PledgeDeskController } from './staff/pledges.controller.js';
import { SignInController } from './staff/sign-in.controller.js';
import { TodayController } from './staff/today.controller.js';
import { InvitationPagesController } from './staff/invitation-pages.controller.js';

/** The pages that donors and staff see. They work without JavaScript and ask nothing of third parties. */
@Module({
  imports: [
    AppealsModule,
    DonationsModule,
    DonorsModule,
    GiftAidModule,
    LedgerModule,
    PledgesModule,
    RefundsModule,
    CardModule,
    TextModule,
    ReportsModule,
    RemittancesModule,
    SettlementsModule,
    SurplusModule,
    ClosingModule,
  ],
  providers: [
    Frames,
    ReceiptMail,
    MonthlyLetters,
    PledgeLetters,
    {
      provide: CHALLENGE,
      inject: [CONFIG],
      useFactory: ({ cardChallenge }: Config) => (cardChallenge === 'off' ? null : proofOfWork),
    },
  ],
  controllers: [
    AssetsController,
    CardLinkController,
    DonorController,
    DonationController,
    GiftAidPageController,
    PledgePagesController,
    MonthlyPagesController,
    SignInController,
    TodayController,
    DonationsController,
    DonationHistoryController,
    BreaksPageController,
    RemittancePagesController,
    SettlementPagesController,
    SurplusPagesController,
    ReportPagesController,
    PledgeDeskController,
    InvitationPagesController,
    AccountController,
    PeoplePagesController,
    AuditPagesController,
  ],
})
export class WebModule {}
