import { Module } from '@nestjs/common';
import { AppealsModule } from '../../giving/appeals/appeals.module.js';
import { DonationsModule } from '../../giving/donations/donations.module.js';
import { GiftAidModule } from '../../giving/gift-aid/gift-aid.module.js';
import { PledgesModule } from '../../giving/pledges/pledges.module.js';
import { RefundsModule } from '../../giving/refunds/refunds.module.js';
import { LedgerModule } from '../../ledger/ledger.module.js';
import { CardLinks } from './card-links.service.js';
import { ChargeCalls } from './charge-calls.js';
import { ChargeOutcomes } from './charge-outcomes.js';
import { ChargeParts } from './charge-parts.js';
import { ChargeReports } from './charge-reports.js';
import { FailureTexts } from './failure-texts.js';
import { FonixController } from './gateways/fonix.controller.js';
import { Gateways } from './gateways/gateways.js';
import { Nonces } from './gateways/nonces.js';
import { TwilioCatchUp } from './gateways/twilio-catch-up.js';
import { TwilioController } from './gateways/twilio.controller.js';
import { VonageController } from './gateways/vonage.controller.js';
import { WebhookDoor } from './gateways/webhook-door.js';
import { ForgottenNumbers } from './forgotten-numbers.js';
import { HandsetReports } from './handset-reports.js';
import { Reversals } from './reversals.js';
import { TextRefunds } from './text-refunds.js';
import { Phones } from './phones.js';
import { RateAlarm } from './rate-alarm.js';
import { Replies } from './replies.js';
import { ReplyCalls } from './reply-calls.js';
import { Retention } from './retention.js';
import { StatementMatching } from './statements/statement-matching.js';
import { Statements } from './statements/statements.js';
import { StatementsController } from './statements/statements.controller.js';
import { TakeBack } from './take-back.js';
import { TextIntake } from './text-intake.js';
import { TextJanitor } from './text-janitor.js';
import { TextMessages } from './text-messages.js';
import { TextMetrics } from './text-metrics.js';
import { TextParts } from './text-parts.js';

/** Money by text, through a gateway. It never charges an amount that the donor did not plainly ask for. */
@Module({
  imports: [AppealsModule, DonationsModule, GiftAidModule, PledgesModule, RefundsModule, LedgerModule],
  controllers: [FonixController, TwilioController, VonageController, StatementsController],
  providers: [
    Gateways,
    WebhookDoor,
    Nonces,
    TwilioCatchUp,
    TextMessages,
    TextParts,
    TextIntake,
    TakeBack,
    Phones,
    RateAlarm,
    Replies,
    CardLinks,
    ReplyCalls,
    ChargeCalls,
    ChargeReports,
    ChargeOutcomes,
    ChargeParts,
    FailureTexts,
    HandsetReports,
    TextRefunds,
    Reversals,
    Statements,
    StatementMatching,
    TextJanitor,
    Retention,
    ForgottenNumbers,
    TextMetrics,
  ],
  exports: [CardLinks, RateAlarm, Statements],
})
export class TextModule {}
