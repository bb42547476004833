import type Stripe from 'stripe';
import type { Account } from './account.js';
import { DAY } from './agenda.js';
import { moveMoney } from './balance.js';
import type { Card, Refusal } from './cards.js';
import { newCharge, type Payer } from './objects.js';

const SETTLES_AFTER_SECONDS = 0.5;
const AVAILABLE_AFTER_DAYS = 3;
const LATER_SECONDS = 1;

/** A card that somebody wants to pay with. */
export interface Attempt {
  card: Card;
  payer: Payer;
  /** The owner of the card was asked by the bank, and passed. */
  authenticated?: boolean;
}

/** Tries the card once on an intent. The fee is known only a moment after the payment. */
export function tryCard(
  account: Account,
  intent: Stripe.PaymentIntent,
  attempt: Attempt,
  requestId?: string,
): Refusal | undefined {
  const { card } = attempt;
  const { records, agenda, clock } = account;
  const announce = (type: string, object: object) =>
    account.webhooks.announce(intent.id, { type, object, requestId });
  const made = newCharge(intent, attempt, clock.seconds());
  records.charges[made.id] = made;
  records.cards[made.payment_method!] = card;
  intent.latest_charge = made.id;
  if (card.refusal) {
    intent.status = 'requires_payment_method';
    intent.last_payment_error = paymentError(made, card.refusal);
    announce('charge.failed', made);
    announce('payment_intent.payment_failed', intent);
    return card.refusal;
  }
  intent.status = 'succeeded';
  intent.amount_received = intent.amount;
  intent.last_payment_error = null;
  intent.payment_method = made.payment_method;
  announce('charge.succeeded', made);
  announce('payment_intent.succeeded', intent);
  agenda.add('settle_charge', made.id, SETTLES_AFTER_SECONDS);
  if (card.afterwards === 'fraud_warning') agenda.add('warn_of_fraud', made.id, LATER_SECONDS);
  else if (card.afterwards) agenda.add('open_dispute', made.id, LATER_SECONDS);
  return undefined;
}

/** With `capture_method: automatic_async` the balance transaction comes after the payment. */
export function settleCharge(account: Account, chargeId: string): void {
  const settled = account.records.charges[chargeId]!;
  const card = account.records.cards[settled.payment_method!];
  const now = account.clock.seconds();
  const transaction = moveMoney(account, {
    type: 'charge',
    reportingCategory: 'charge',
    amount: settled.amount,
    fee: feePence(settled.amount),
    currency: settled.currency,
    source: settled.id,
    description: settled.description,
    availableOn: card?.availableAtOnce ? now : (Math.floor(now / DAY) + AVAILABLE_AFTER_DAYS) * DAY,
  });
  settled.balance_transaction = transaction.id;
  account.webhooks.announce(settled.payment_intent as string, {
    type: 'charge.updated',
    object: settled,
    previous: { balance_transaction: null },
  });
}

/** The UK's list price for a standard card, 1.5 % + 20p, halves rounded up (stripe.com/gb/pricing). */
export function feePence(amountPence: number): number {
  return Math.floor((amountPence * 15 + 500) / 1000) + 20;
}

function paymentError(failed: Stripe.Charge, refusal: Refusal): Stripe.PaymentIntent.LastPaymentError {
  return {
    type: 'card_error',
    charge: failed.id,
    code: refusal.code,
    decline_code: refusal.declineCode,
    doc_url: `https://docs.stripe.com/error-codes#${refusal.code.replaceAll('_', '-')}`,
    message: refusal.message,
  };
}
