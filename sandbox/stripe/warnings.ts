import type Stripe from 'stripe';
import type { Account } from './account.js';
import { newId } from './ids.js';

/** A bank says that a payment looks like fraud: a dispute may follow unless it is refunded. */
export function warnOfFraud(account: Account, chargeId: string): Stripe.Radar.EarlyFraudWarning | undefined {
  const charge = account.records.charges[chargeId];
  if (!charge?.paid) return undefined;
  const warning: Stripe.Radar.EarlyFraudWarning = {
    id: newId('issfr_1'),
    object: 'radar.early_fraud_warning',
    actionable: !charge.refunded && !charge.disputed,
    charge: charge.id,
    created: account.clock.seconds(),
    fraud_type: 'made_with_stolen_card',
    livemode: false,
    payment_intent: charge.payment_intent as string,
  };
  account.records.fraudWarnings[warning.id] = warning;
  account.webhooks.announce(warning.payment_intent as string, {
    type: 'radar.early_fraud_warning.created',
    object: warning,
  });
  return warning;
}

/** A warning about a payment that was refunded in full or is disputed asks for nothing more. */
export function noteWarningActedOn(account: Account, charge: Stripe.Charge): void {
  if (!charge.refunded && !charge.disputed) return;
  for (const warning of Object.values(account.records.fraudWarnings)) {
    if (warning.charge !== charge.id || !warning.actionable) continue;
    warning.actionable = false;
    account.webhooks.announce(charge.payment_intent as string, {
      type: 'radar.early_fraud_warning.updated',
      object: warning,
      previous: { actionable: true },
    });
  }
}
