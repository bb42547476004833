import type Stripe from 'stripe';
import type { Account } from './account.js';
import { newCustomer, newMonthlyPrice, newSubscription } from './billing-objects.js';
import { billPeriod } from './invoices.js';
import type { Payer } from './objects.js';
import { announceSubscription, endSubscription } from './subscription-states.js';

/** The first payment went through: the subscription begins, with an invoice that is paid already. */
export function startSubscription(
  account: Account,
  session: Stripe.Checkout.Session,
  intent: Stripe.PaymentIntent,
  payer: Payer,
): void {
  const { records, clock } = account;
  const { lineItems, subscriptionData } = records.sessionInputs[session.id]!;
  const start = clock.seconds();
  const known = records.customers[session.customer as string];
  const customer = known ?? newCustomer(payer, start);
  records.customers[customer.id] = customer;
  const item = lineItems[0]!;
  const subscription = newSubscription({
    customer: customer.id,
    paymentMethod: intent.payment_method as string,
    price: newMonthlyPrice(item.amount_total / item.quantity!, start),
    quantity: item.quantity!,
    start,
    end: aMonthAfter(start, start),
    description: subscriptionData.description ?? item.description,
    metadata: subscriptionData.metadata,
  });
  records.subscriptions[subscription.id] = subscription;
  intent.customer = customer.id;
  records.charges[intent.latest_charge as string]!.customer = customer.id;
  session.customer = customer.id;
  session.subscription = subscription.id;
  if (!known) account.webhooks.announce(subscription.id, { type: 'customer.created', object: customer });
  announceSubscription(account, subscription, 'created');
  session.invoice = billPeriod(account, subscription, 'subscription_create', intent).id;
  planRenewal(account, subscription);
}

/** A period is over: the next is billed, unless the subscription was to end with it. */
export function renew(account: Account, id: string): void {
  const subscription = account.records.subscriptions[id];
  if (!subscription || subscription.status === 'canceled') return;
  if (subscription.cancel_at_period_end) {
    endSubscription(account, subscription, 'cancellation_requested');
    return;
  }
  const item = subscription.items.data[0]!;
  const previous = { items: { data: [{ ...item }] } };
  item.current_period_start = item.current_period_end;
  item.current_period_end = aMonthAfter(item.current_period_start, subscription.billing_cycle_anchor);
  announceSubscription(account, subscription, 'updated', previous);
  billPeriod(account, subscription, 'subscription_cycle');
  planRenewal(account, subscription);
}

function planRenewal({ agenda, clock }: Account, subscription: Stripe.Subscription): void {
  const end = subscription.items.data[0]!.current_period_end;
  agenda.add('renew_subscription', subscription.id, end - clock.ms() / 1000);
}

/** The same day of the next month as the anchor's, or the last day of a month that is too short. */
function aMonthAfter(seconds: number, anchor: number): number {
  const from = new Date(seconds * 1000);
  const anchorDay = new Date(anchor * 1000).getUTCDate();
  const lastDay = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 2, 0)).getUTCDate();
  const next = new Date(from);
  next.setUTCMonth(from.getUTCMonth() + 1, Math.min(anchorDay, lastDay));
  return Math.floor(next.getTime() / 1000);
}
