import type Stripe from 'stripe';
import type { Account } from './account.js';
import { DAY } from './agenda.js';
import type { Card, Refusal } from './cards.js';
import { invalid } from './errors.js';
import { newInvoice, newInvoicePayment } from './invoice-objects.js';
import { newPaymentIntent } from './objects.js';
import { tryCard } from './payments.js';
import { endSubscription, setStatus } from './subscription-states.js';

/** How long Stripe waits after each failed attempt; after the last one it gives the subscription up. */
const RETRY_AFTER_DAYS = [3, 5, 7];

/** Bills a period and takes the money, or notes that the first payment took it already. */
export function billPeriod(
  account: Account,
  subscription: Stripe.Subscription,
  reason: 'subscription_create' | 'subscription_cycle',
  paidBy?: Stripe.PaymentIntent,
): Stripe.Invoice {
  const { records, clock } = account;
  const now = clock.seconds();
  const customer = records.customers[subscription.customer as string]!;
  const invoice = newInvoice(subscription, customer, reason, now);
  records.invoices[invoice.id] = invoice;
  subscription.latest_invoice = invoice.id;
  const intent = paidBy ?? newInvoiceIntent(account, invoice, 'Subscription update');
  const payment = newInvoicePayment(invoice, intent.id, now);
  records.invoicePayments[payment.id] = payment;
  announce(account, invoice, 'invoice.created');
  announce(account, invoice, 'invoice.finalized');
  if (paidBy) notePaid(account, invoice);
  else collect(account, invoice);
  return invoice;
}

/** Tries to take what an open invoice asks for, without the donor being there. */
export function collect(account: Account, invoice: Stripe.Invoice): Refusal | undefined {
  const { records } = account;
  if (invoice.status !== 'open') throw invalid('Invoice is already paid or can no longer be paid.');
  const subscription = subscriptionOf(account, invoice);
  const customer = records.customers[invoice.customer as string]!;
  const card = records.cards[subscription.default_payment_method as string]!;
  const refusal = tryCard(
    account,
    records.paymentIntents[paymentOf(account, invoice).payment.payment_intent as string]!,
    {
      card: { ...card, refusal: refusalOffSession(card) },
      payer: { name: customer.name ?? null, email: customer.email },
    },
  );
  invoice.attempted = true;
  invoice.attempt_count += 1;
  if (!refusal) notePaid(account, invoice);
  else noteFailed(account, invoice, subscription, refusal);
  return refusal;
}

export function retry(account: Account, id: string): void {
  const invoice = account.records.invoices[id];
  if (invoice?.status === 'open' && subscriptionOf(account, invoice).status !== 'canceled')
    collect(account, invoice);
}

/** A card that asks for its owner every time can't be charged while nobody is there. */
function refusalOffSession(card: Card): Refusal | undefined {
  if (card.refusal || card.threeDSecure !== 'every_time') return card.refusal;
  return {
    code: 'authentication_required',
    declineCode: 'authentication_required',
    message: 'Your card was declined. This transaction requires authentication.',
  };
}

function notePaid(account: Account, invoice: Stripe.Invoice): void {
  const now = account.clock.seconds();
  invoice.status = 'paid';
  invoice.amount_paid = invoice.amount_due;
  invoice.amount_remaining = 0;
  invoice.attempted = true;
  invoice.next_payment_attempt = null;
  invoice.status_transitions.paid_at = now;
  const payment = paymentOf(account, invoice);
  payment.status = 'paid';
  payment.amount_paid = invoice.amount_paid;
  payment.status_transitions.paid_at = now;
  account.agenda.drop('retry_invoice', invoice.id);
  announce(account, payment, 'invoice_payment.paid', invoice);
  announce(account, invoice, 'invoice.paid');
  announce(account, invoice, 'invoice.payment_succeeded');
  setStatus(account, subscriptionOf(account, invoice), 'active');
}

function noteFailed(
  account: Account,
  invoice: Stripe.Invoice,
  subscription: Stripe.Subscription,
  refusal: Refusal,
): void {
  const waitDays = RETRY_AFTER_DAYS[invoice.attempt_count - 1];
  account.agenda.drop('retry_invoice', invoice.id);
  invoice.next_payment_attempt = waitDays === undefined ? null : account.clock.seconds() + waitDays * DAY;
  if (waitDays !== undefined) account.agenda.add('retry_invoice', invoice.id, waitDays * DAY);
  if (refusal.code === 'authentication_required')
    announce(account, invoice, 'invoice.payment_action_required');
  announce(account, invoice, 'invoice.payment_failed');
  setStatus(account, subscription, 'past_due');
  if (waitDays === undefined) endSubscription(account, subscription, 'payment_failed');
}

function newInvoiceIntent(
  account: Account,
  invoice: Stripe.Invoice,
  description: string,
): Stripe.PaymentIntent {
  const data = { description, metadata: {}, receiptEmail: null, statementDescriptorSuffix: null };
  const intent = newPaymentIntent(invoice.amount_due, data, account.clock.seconds());
  intent.customer = invoice.customer as string;
  account.records.paymentIntents[intent.id] = intent;
  account.webhooks.announce(intent.id, { type: 'payment_intent.created', object: intent });
  return intent;
}

function paymentOf({ records }: Account, invoice: Stripe.Invoice): Stripe.InvoicePayment {
  return Object.values(records.invoicePayments).find((payment) => payment.invoice === invoice.id)!;
}

function subscriptionOf({ records }: Account, invoice: Stripe.Invoice): Stripe.Subscription {
  return records.subscriptions[invoice.parent!.subscription_details!.subscription as string]!;
}

function announce(
  account: Account,
  object: Stripe.Invoice | Stripe.InvoicePayment,
  type: string,
  invoice = object as Stripe.Invoice,
): void {
  account.webhooks.announce(subscriptionOf(account, invoice).id, { type, object });
}
