import type Stripe from 'stripe';

/** Every status of a monthly gift. All but the first are Stripe's word on its subscription, read anew each time. */
export const monthlyGiftStates = {
  pending: { means: 'the donor was sent to the payment page, and no subscription is known', by: 'the form' },
  active: { means: 'Stripe takes it every month', by: 'a subscription that is paid up' },
  failing: {
    means: 'the last payment failed: Stripe tries again, and the donor was asked for another card',
    by: 'a subscription that is past due',
  },
  stopped: {
    means: 'nothing more will be taken',
    by: 'the donor; the end of its appeal; Stripe, when it has given up; the end of a subscription in the Dashboard',
  },
} as const;

export type MonthlyGiftStatus = keyof typeof monthlyGiftStates;

/** One that ends with its period takes nothing more either; its donor may still think again at Stripe. */
export function monthlyGiftStatusOf(subscription: Stripe.Subscription): MonthlyGiftStatus {
  if (subscription.status === 'canceled' || subscription.status === 'incomplete_expired') return 'stopped';
  if (subscription.cancel_at_period_end || subscription.cancel_at !== null) return 'stopped';
  return subscription.status === 'active' || subscription.status === 'trialing' ? 'active' : 'failing';
}
