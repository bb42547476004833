import type Stripe from 'stripe';
import type { Account } from './account.js';
import type { Card, Refusal } from './cards.js';
import { newId } from './ids.js';
import { newPaymentIntent, type Payer } from './objects.js';
import { tryCard } from './payments.js';
import { laneOf, newCustomerDetails } from './sessions.js';
import { startSubscription } from './subscriptions.js';

/** What came of an attempt on the hosted page: paid, refused, or the bank wants to see the owner of the card first. */
export type Outcome = 'paid' | 'authentication_needed' | Refusal;

const NOT_AUTHENTICATED: Refusal = {
  code: 'payment_intent_authentication_failure',
  declineCode: 'authentication_required',
  message: 'We are unable to authenticate your payment method.',
};

/**
 * Charges the card for an open session. Nothing in here waits, so two clicks cannot both find it open.
 * The session stays open after a refusal.
 */
export function pay(account: Account, session: Stripe.Checkout.Session, card: Card, payer: Payer): Outcome {
  const intent = intentOf(account, session);
  if (card.threeDSecure === undefined || card.refusal)
    return settle(account, session, intent, { card, payer });
  account.records.challenges[session.id] = { card, payer };
  intent.status = 'requires_action';
  intent.next_action = {
    type: 'redirect_to_url',
    redirect_to_url: { return_url: session.success_url, url: challengeUrl(account, session) },
  };
  announce(account, intent, 'payment_intent.requires_action', newId('req_', 14));
  return 'authentication_needed';
}

export function challengeUrl({ baseUrl }: Account, session: Stripe.Checkout.Session): string {
  return `${baseUrl}/pay/${session.id}/authenticate`;
}

/** The bank has asked the owner of the card; undefined when nothing was asked. */
export function authenticate(
  account: Account,
  session: Stripe.Checkout.Session,
  passed: boolean,
): Outcome | undefined {
  const { challenges } = account.records;
  const attempt = challenges[session.id];
  if (!attempt) return undefined;
  delete challenges[session.id];
  const intent = intentOf(account, session);
  intent.next_action = null;
  if (passed) {
    const { refusedAfterwards: refusal } = attempt.card;
    return settle(account, session, intent, {
      ...attempt,
      card: { ...attempt.card, ...(refusal && { refusal }) },
      authenticated: true,
    });
  }
  intent.status = 'requires_payment_method';
  intent.last_payment_error = {
    type: 'invalid_request_error',
    code: NOT_AUTHENTICATED.code,
    message: NOT_AUTHENTICATED.message,
  };
  announce(account, intent, 'payment_intent.payment_failed', newId('req_', 14));
  return NOT_AUTHENTICATED;
}

function settle(
  account: Account,
  session: Stripe.Checkout.Session,
  intent: Stripe.PaymentIntent,
  attempt: { card: Card; payer: Payer; authenticated?: boolean },
): Outcome {
  const refusal = tryCard(account, intent, attempt, newId('req_', 14));
  if (refusal) return refusal;
  const { payer } = attempt;
  if (session.mode === 'subscription') startSubscription(account, session, intent, payer);
  session.status = 'complete';
  session.payment_status = 'paid';
  session.url = null;
  session.customer_details = newCustomerDetails(payer.name, payer.email);
  account.webhooks.announce(laneOf(session), { type: 'checkout.session.completed', object: session });
  return 'paid';
}

/** One payment for all attempts. A session of a subscription doesn't show it: its invoice will. */
function intentOf(account: Account, session: Stripe.Checkout.Session): Stripe.PaymentIntent {
  const { records, clock } = account;
  const input = records.sessionInputs[session.id]!;
  const known = records.paymentIntents[input.intentId ?? ''];
  if (known) return known;
  const intent = newPaymentIntent(session.amount_total!, input.paymentIntentData, clock.seconds());
  records.paymentIntents[intent.id] = intent;
  input.intentId = intent.id;
  if (session.mode === 'payment') session.payment_intent = intent.id;
  announce(account, intent, 'payment_intent.created', newId('req_', 14));
  return intent;
}

function announce(account: Account, intent: Stripe.PaymentIntent, type: string, requestId: string): void {
  account.webhooks.announce(intent.id, { type, object: intent, requestId });
}
