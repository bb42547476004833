import type Stripe from 'stripe';
import type { Account } from './account.js';
import type { Card } from './cards.js';
import { newId } from './ids.js';

/** Ends at the close of the paid period, or goes on after all. */
export function cancelAtPeriodEnd(account: Account, subscription: Stripe.Subscription, ends: boolean): void {
  const item = subscription.items.data[0]!;
  const previous = { cancel_at_period_end: subscription.cancel_at_period_end };
  subscription.cancel_at_period_end = ends;
  subscription.cancel_at = ends ? item.current_period_end : null;
  subscription.canceled_at = ends ? account.clock.seconds() : null;
  subscription.cancellation_details!.reason = ends ? 'cancellation_requested' : null;
  announceSubscription(account, subscription, 'updated', previous);
}

export function endSubscription(
  account: Account,
  subscription: Stripe.Subscription,
  reason: 'cancellation_requested' | 'payment_failed',
): void {
  const now = account.clock.seconds();
  subscription.status = 'canceled';
  subscription.canceled_at ??= now;
  subscription.ended_at = now;
  subscription.cancellation_details!.reason = reason;
  account.agenda.drop('renew_subscription', subscription.id);
  announceSubscription(account, subscription, 'deleted');
}

/** The card that later payments are taken from; resolves with its payment method. */
export function saveCard(account: Account, subscription: Stripe.Subscription, card: Card): string {
  const method = newId('pm_1');
  account.records.cards[method] = card;
  const previous = { default_payment_method: subscription.default_payment_method };
  subscription.default_payment_method = method;
  announceSubscription(account, subscription, 'updated', previous);
  return method;
}

/** Paid up, or behind with a payment. */
export function setStatus(
  account: Account,
  subscription: Stripe.Subscription,
  status: 'active' | 'past_due',
): void {
  if (subscription.status === status || subscription.status === 'canceled') return;
  const previous = { status: subscription.status };
  subscription.status = status;
  announceSubscription(account, subscription, 'updated', previous);
}

export function announceSubscription(
  { webhooks }: Account,
  subscription: Stripe.Subscription,
  what: 'created' | 'updated' | 'deleted',
  previous?: object,
): void {
  const type = `customer.subscription.${what}`;
  webhooks.announce(subscription.id, { type, object: subscription, ...(previous && { previous }) });
}
