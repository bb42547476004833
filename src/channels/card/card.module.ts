import { Module } from '@nestjs/common';
import { AppealsModule } from '../../giving/appeals/appeals.module.js';
import { DonationsModule } from '../../giving/donations/donations.module.js';
import { DonorsModule } from '../../giving/donors/donors.module.js';
import { PledgesModule } from '../../giving/pledges/pledges.module.js';
import { GiftAidModule } from '../../giving/gift-aid/gift-aid.module.js';
import { RefundsModule } from '../../giving/refunds/refunds.module.js';
import { LedgerModule } from '../../ledger/ledger.module.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { BesideTheGift } from './beside-the-gift.js';
import { CardController } from './card.controller.js';
import { MonthlyBills } from './monthly-bills.js';
import { MonthlyDonations } from './monthly-donations.js';
import { MonthlyGiftsController } from './monthly-gifts.controller.js';
import { MonthlyEnds } from './monthly-ends.js';
import { MonthlyGifts } from './monthly-gifts.service.js';
import { MonthlySubscriptions } from './monthly-subscriptions.js';
import { PledgePaymentsController } from './pledge-payments.controller.js';
import { CardGiving } from './card-giving.js';
import { CardPayments } from './card-payments.service.js';
import { CardSessions } from './card-sessions.js';
import { CardTesting } from './card-testing.service.js';
import { CardTestingWatch } from './card-testing-watch.js';
import { DeclinedCharges } from './declined-charges.js';
import { STRIPE } from './card.tokens.js';
import { BalanceCheck } from './balance-check.js';
import { BalanceWalk } from './balance-walk.js';
import { CardJanitor } from './card-janitor.js';
import { ChargeOwners } from './charge-owners.js';
import { CheckoutSessions } from './checkout-sessions.js';
import { DonationMoney } from './donation-money.js';
import { EarlyFraudWarnings } from './early-fraud-warnings.js';
import { MissedEvents } from './missed-events.js';
import { PayoutShares } from './payout-shares.js';
import { Readings } from './readings.js';
import { SecondPayments } from './second-payments.js';
import { CardRefunds } from './card-refunds.js';
import { FailedRefunds } from './failed-refunds.js';
import { StripeCatchUp } from './stripe-catch-up.js';
import { StripeCharges } from './stripe-charges.js';
import { StripeDisputes } from './stripe-disputes.js';
import { StripePayouts } from './stripe-payouts.js';
import { StripePresent } from './stripe-present.js';
import { StripeRefunds } from './stripe-refunds.js';
import { StripeTransactionsController } from './stripe-transactions.controller.js';
import { StripeTransactions } from './stripe-transactions.js';
import { createStripe } from './stripe-client.js';
import { StripeEvents } from './stripe-events.js';

const eventHandlers = [
  StripeEvents,
  StripePresent,
  CheckoutSessions,
  StripeCharges,
  DeclinedCharges,
  EarlyFraudWarnings,
  StripePayouts,
];
const books = [
  ChargeOwners,
  SecondPayments,
  DonationMoney,
  StripeTransactions,
  StripeRefunds,
  CardRefunds,
  FailedRefunds,
  StripeDisputes,
  PayoutShares,
];
const catchUp = [StripeCatchUp, MissedEvents, BalanceCheck, BalanceWalk, CardJanitor, Readings];

/** Money by card, through Stripe. It never sees a card number and never guesses a fee. */
@Module({
  imports: [
    AppealsModule,
    DonationsModule,
    DonorsModule,
    GiftAidModule,
    PledgesModule,
    RefundsModule,
    LedgerModule,
  ],
  controllers: [
    CardController,
    PledgePaymentsController,
    MonthlyGiftsController,
    StripeTransactionsController,
  ],
  providers: [
    BesideTheGift,
    CardGiving,
    CardSessions,
    CardPayments,
    MonthlyBills,
    MonthlyDonations,
    MonthlyEnds,
    MonthlyGifts,
    MonthlySubscriptions,
    CardTesting,
    CardTestingWatch,
    ...eventHandlers,
    ...books,
    ...catchUp,
    { provide: STRIPE, inject: [CONFIG], useFactory: createStripe },
  ],
  exports: [CardGiving, CardPayments, CardTesting, MonthlyGifts],
})
export class CardModule {}
