/** The official Stripe client. */
export const STRIPE = Symbol('stripe');
