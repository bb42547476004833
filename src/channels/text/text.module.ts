import { Module } from '@nestjs/common';
import { AppealsModule } from '../../giving/appeals/appeals.module.js';
import { DonationsModule } from '../../giving/donations/donations.module.js';
import { RefundsModule } from '../../giving/refunds/refunds.module.js';
import { LedgerModule } from '../../ledger/ledger.module.js';
import { ChargeReports } from './charge-reports.js';
import { FonixController } from './gateways/fonix.controller.js';
import { Gateways } from './gateways/gateways.js';
import { Nonces } from './gateways/nonces.js';
import { TwilioCatchUp } from './gateways/twilio-catch-up.js';
import { TwilioController } from './gateways/twilio.controller.js';
import { VonageController } from './gateways/vonage.controller.js';
import { WebhookDoor } from './gateways/webhook-door.js';
import { HandsetReports } from './handset-reports.js';
import { TextCalls } from './text-calls.js';
import { Reversals } from './reversals.js';
import { TextMessages } from './text-messages.js';
import { TextRefunds } from './text-refunds.js';

/** Money by text, through a gateway. It never charges an amount that the donor did not plainly ask for. */
@Module({
  imports: [AppealsModule, DonationsModule, RefundsModule, LedgerModule],
  controllers: [FonixController, TwilioController, VonageController],
  providers: [
    Gateways,
    WebhookDoor,
    Nonces,
    TwilioCatchUp,
    TextMessages,
    TextRefunds,
    Reversals,
    TextCalls,
    ChargeReports,
    HandsetReports,
  ],
})
export class TextModule {}
