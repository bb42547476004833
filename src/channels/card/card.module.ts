import { Module } from '@nestjs/common';
import { AppealsModule } from '../../giving/appeals/appeals.module.js';
import { DonationsModule } from '../../giving/donations/donations.module.js';
import { DonorsModule } from '../../giving/donors/donors.module.js';
import { LedgerModule } from '../../ledger/ledger.module.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { CardController } from './card.controller.js';
import { CardGiving } from './card-giving.js';
import { CardSessions } from './card-sessions.js';
import { STRIPE } from './card.tokens.js';
import { createStripe } from './stripe-client.js';
import { StripeEvents } from './stripe-events.js';

/** Money by card, through Stripe. It never sees a card number and never guesses a fee. */
@Module({
  imports: [AppealsModule, DonationsModule, DonorsModule, LedgerModule],
  controllers: [CardController],
  providers: [
    CardGiving,
    CardSessions,
    StripeEvents,
    { provide: STRIPE, inject: [CONFIG], useFactory: createStripe },
  ],
  exports: [CardGiving],
})
export class CardModule {}
