import type Stripe from 'stripe';
import type { Account } from './account.js';
import type { Card, Refusal } from './cards.js';
import { newId, nowSeconds } from './ids.js';
import { newCharge, newPaymentIntent, type Payer } from './objects.js';
import { newCustomerDetails } from './sessions.js';

const SETTLES_AFTER_MS = 500;
const DAY = 24 * 60 * 60;

/**
 * Charges the card for an open session. Nothing in here waits, so two clicks cannot both find it open.
 * Returns why it was refused, or nothing when it was paid; the session stays open after a refusal.
 */
export function pay(
  account: Account,
  session: Stripe.Checkout.Session,
  card: Card,
  payer: Payer,
): Refusal | undefined {
  const requestId = newId('req_', 14);
  const announce = (type: string, object: object) =>
    account.webhooks.announce(session.id, { type, object, requestId });
  let intent = account.records.paymentIntents[session.payment_intent as string];
  if (!intent) {
    intent = newPaymentIntent(session, account.records.sessionInputs[session.id]!.paymentIntentData);
    account.records.paymentIntents[intent.id] = intent;
    session.payment_intent = intent.id;
    announce('payment_intent.created', intent);
  }
  const charge = newCharge(intent, card, payer);
  account.records.charges[charge.id] = charge;
  intent.latest_charge = charge.id;
  if (card.refusal) {
    intent.last_payment_error = paymentError(charge, card.refusal);
    announce('charge.failed', charge);
    announce('payment_intent.payment_failed', intent);
    return card.refusal;
  }
  complete(session, intent, charge, payer);
  announce('charge.succeeded', charge);
  announce('payment_intent.succeeded', intent);
  account.webhooks.announce(session.id, { type: 'checkout.session.completed', object: session });
  settleLater(account, session.id, charge);
  return undefined;
}

/** Takes up the charges that an earlier run left without their balance transaction. */
export function settleLeftovers(account: Account): void {
  const { records } = account;
  for (const session of Object.values(records.sessions)) {
    const intent = records.paymentIntents[session.payment_intent as string];
    const charge = records.charges[intent?.latest_charge as string];
    if (charge?.paid && charge.balance_transaction === null) settleLater(account, session.id, charge);
  }
}

/** The UK's list price for a standard card, 1.5 % + 20p, halves rounded up (stripe.com/gb/pricing). */
export function feePence(amountPence: number): number {
  return Math.floor((amountPence * 15 + 500) / 1000) + 20;
}

function complete(
  session: Stripe.Checkout.Session,
  intent: Stripe.PaymentIntent,
  charge: Stripe.Charge,
  payer: Payer,
): void {
  intent.status = 'succeeded';
  intent.amount_received = intent.amount;
  intent.last_payment_error = null;
  intent.payment_method = charge.payment_method;
  session.status = 'complete';
  session.payment_status = 'paid';
  session.url = null;
  session.customer_details = newCustomerDetails(payer.name, payer.email);
}

function paymentError(charge: Stripe.Charge, refusal: Refusal): Stripe.PaymentIntent.LastPaymentError {
  return {
    type: 'card_error',
    charge: charge.id,
    code: refusal.code,
    decline_code: refusal.declineCode,
    doc_url: `https://docs.stripe.com/error-codes#${refusal.code.replaceAll('_', '-')}`,
    message: refusal.message,
  };
}

/** With `capture_method: automatic_async` the fee is known only a moment after the payment. */
function settleLater(account: Account, sessionId: string, charge: Stripe.Charge): void {
  account.timers.after(SETTLES_AFTER_MS, () => {
    const transaction = newChargeTransaction(charge);
    account.records.balanceTransactions[transaction.id] = transaction;
    charge.balance_transaction = transaction.id;
    const previous = { balance_transaction: null };
    account.webhooks.announce(sessionId, { type: 'charge.updated', object: charge, previous });
  });
}

function newChargeTransaction(charge: Stripe.Charge): Stripe.BalanceTransaction {
  const fee = feePence(charge.amount);
  const created = nowSeconds();
  return {
    id: newId('txn_3'),
    object: 'balance_transaction',
    amount: charge.amount,
    available_on: (Math.floor(created / DAY) + 3) * DAY,
    balance_type: 'payments',
    created,
    currency: charge.currency,
    description: charge.description,
    exchange_rate: null,
    fee,
    fee_details: [
      {
        amount: fee,
        application: null,
        currency: charge.currency,
        description: 'Stripe processing fees',
        type: 'stripe_fee',
      },
    ],
    net: charge.amount - fee,
    reporting_category: 'charge',
    source: charge.id,
    status: 'pending',
    type: 'charge',
  };
}
