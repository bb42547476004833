import type { Type } from '@nestjs/common';
import type Stripe from 'stripe';
import { CheckoutSessions } from './checkout-sessions.js';
import { DeclinedCharges } from './declined-charges.js';
import { EarlyFraudWarnings } from './early-fraud-warnings.js';
import { MonthlyBills } from './monthly-bills.js';
import { MonthlySubscriptions } from './monthly-subscriptions.js';
import { StripeCharges } from './stripe-charges.js';
import type { StripeHandler } from './stripe-handler.js';
import { StripePayouts } from './stripe-payouts.js';

/** An event is a hint about one object: which one is all that is taken from it. */
interface Hint {
  handler: Type<StripeHandler>;
  /** The id of what to ask Stripe about; `object` is what the event shows. */
  about(object: never): string | null | undefined;
  thorough?: true;
}

const itself = ({ id }: { id: string }): string => id;
const itsCharge = ({ charge }: { charge: string | Stripe.Charge | null }): string | undefined =>
  typeof charge === 'string' ? charge : charge?.id;

const session: Hint = { handler: CheckoutSessions, about: itself };
const charge: Hint = { handler: StripeCharges, about: itself };
const chargedBack: Hint = { handler: StripeCharges, about: itsCharge, thorough: true };
const payout: Hint = { handler: StripePayouts, about: itself };
const bill: Hint = { handler: MonthlyBills, about: itself };
const subscription: Hint = { handler: MonthlySubscriptions, about: itself };

/** What we listen to. Every other type is kept in the inbox and changes nothing. */
export const stripeEventTable: Readonly<Record<string, Hint>> = {
  'checkout.session.completed': session,
  'checkout.session.async_payment_succeeded': session,
  'checkout.session.async_payment_failed': session,
  'checkout.session.expired': session,
  'charge.succeeded': charge,
  'charge.failed': { handler: DeclinedCharges, about: itself },
  // Brings the balance transaction, and with it the fee.
  'charge.updated': charge,
  'charge.refunded': { ...charge, thorough: true },
  'refund.created': chargedBack,
  'refund.updated': chargedBack,
  'refund.failed': chargedBack,
  'charge.dispute.created': chargedBack,
  'charge.dispute.updated': chargedBack,
  'charge.dispute.closed': chargedBack,
  'charge.dispute.funds_withdrawn': chargedBack,
  'charge.dispute.funds_reinstated': chargedBack,
  'radar.early_fraud_warning.created': { handler: EarlyFraudWarnings, about: itself },
  'invoice.paid': bill,
  'invoice.payment_failed': bill,
  'customer.subscription.created': subscription,
  'customer.subscription.updated': subscription,
  'customer.subscription.deleted': subscription,
  'payout.created': payout,
  'payout.updated': payout,
  'payout.paid': payout,
  'payout.failed': payout,
  'payout.canceled': payout,
  'payout.reconciliation_completed': payout,
};
