import { type DynamicModule, Module } from '@nestjs/common';
import type { Logger } from 'pino';
import { breakKinds } from './break-kinds.js';
import { BankModule } from './channels/bank/bank.module.js';
import { CardModule } from './channels/card/card.module.js';
import { MonthlyBill, MonthlyGift } from './channels/card/monthly-gift.entity.js';
import { Payment } from './channels/card/payment.entity.js';
import { stripeMoneyEntities } from './channels/card/stripe-money.entities.js';
import { Reversal } from './channels/text/reversal.entity.js';
import { Statement, StatementRow } from './channels/text/statements/statement.entities.js';
import { phoneEntities } from './channels/text/phone.entities.js';
import { textEntities } from './channels/text/text.entities.js';
import { TextModule } from './channels/text/text.module.js';
import { Appeal, AppealVersion } from './giving/appeals/appeal.entity.js';
import { AppealsModule } from './giving/appeals/appeals.module.js';
import { Donation } from './giving/donations/donation.entity.js';
import { DonationsModule } from './giving/donations/donations.module.js';
import { Consent } from './giving/donors/consent.entity.js';
import { Donor } from './giving/donors/donor.entity.js';
import { DonorsModule } from './giving/donors/donors.module.js';
import { Refund } from './giving/refunds/refund.entity.js';
import { RefundsModule } from './giving/refunds/refunds.module.js';
import { Match } from './giving/pledges/match.entity.js';
import { Pledge, PledgePayment } from './giving/pledges/pledge.entity.js';
import { PledgesModule } from './giving/pledges/pledges.module.js';
import { Declaration, DeclaredDonation } from './giving/gift-aid/declaration.entity.js';
import { ClaimedDonation, GiftAidClaim, OverClaimed } from './giving/gift-aid/claim.entity.js';
import { GiftAidModule } from './giving/gift-aid/gift-aid.module.js';
import { LedgerModule } from './ledger/ledger.module.js';
import { AccessModule } from './platform/access/access.module.js';
import { staffEntities } from './platform/access/staff.entities.js';
import { Token } from './platform/access/token.entity.js';
import { BreaksModule } from './platform/breaks/breaks.module.js';
import type { Config } from './platform/config/config.js';
import { ConfigModule } from './platform/config/config.module.js';
import { DatabaseModule } from './platform/database/database.module.js';
import { HealthModule } from './platform/health/health.module.js';
import { LimitsModule } from './platform/limits/limits.module.js';
import { LoggingModule } from './platform/logging/logging.module.js';
import { MailModule } from './platform/mail/mail.module.js';
import { MessagingModule } from './platform/messaging/messaging.module.js';
import { MetricsModule } from './platform/metrics/metrics.module.js';
import { ScheduleModule } from './platform/schedule/schedule.module.js';
import { SecretsModule } from './platform/secrets/secrets.module.js';
import { SettlementsModule } from './treasury/settlements/settlements.module.js';
import { BankAccount, BankBalance } from './treasury/settlements/bank-account.entities.js';
import { Explanation } from './treasury/settlements/explanation.entity.js';
import { BankLine, Expectation, Proposal } from './treasury/settlements/settlement.entities.js';
import { remittanceEntities } from './treasury/remittances/remittance.entities.js';
import { RemittancesModule } from './treasury/remittances/remittances.module.js';
import { ClosingModule } from './treasury/closing/closing.module.js';
import { SurplusNotice } from './treasury/surplus/surplus-notice.entity.js';
import { SurplusModule } from './treasury/surplus/surplus.module.js';
import { ReportsModule } from './reports/reports.module.js';
import { WebModule } from './web/web.module.js';

/** Every table that TypeORM maps; the drift check compares them with the migrations. */
export const entities = [
  Appeal,
  AppealVersion,
  Consent,
  Declaration,
  DeclaredDonation,
  GiftAidClaim,
  ClaimedDonation,
  OverClaimed,
  Donation,
  Donor,
  Refund,
  Payment,
  MonthlyGift,
  MonthlyBill,
  ...stripeMoneyEntities,
  Pledge,
  PledgePayment,
  Match,
  Reversal,
  Statement,
  StatementRow,
  ...textEntities,
  ...phoneEntities,
  BankAccount,
  BankBalance,
  BankLine,
  Expectation,
  Explanation,
  Proposal,
  SurplusNotice,
  ...remittanceEntities,
  Token,
  ...staffEntities,
];

/** The table of contents. */
@Module({})
export class AppModule {
  static with(config: Config, databaseUrl: string, logger: Logger): DynamicModule {
    return {
      module: AppModule,
      imports: [
        // platform
        ConfigModule.with(config),
        LoggingModule.with(logger),
        MetricsModule,
        SecretsModule,
        DatabaseModule.at(databaseUrl, entities),
        MessagingModule,
        MailModule,
        ScheduleModule,
        BreaksModule.with(breakKinds),
        LimitsModule,
        AccessModule,
        HealthModule,
        // the books and the charity's words
        LedgerModule,
        AppealsModule,
        DonorsModule,
        DonationsModule,
        RefundsModule,
        PledgesModule,
        GiftAidModule,
        // how money comes in
        CardModule,
        TextModule,
        BankModule,
        // how it is received and passed on
        SettlementsModule,
        RemittancesModule,
        SurplusModule,
        ClosingModule,
        // what people see
        ReportsModule,
        WebModule,
      ],
    };
  }
}
