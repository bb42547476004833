import Stripe from 'stripe';
import type { Config } from '../../platform/config/config.js';

/** The official client, pointed at Stripe or at whatever plays it. */
export function createStripe({ stripe }: Config): Stripe {
  const base = stripe.apiBase === undefined ? undefined : new URL(stripe.apiBase);
  return new Stripe(stripe.secretKey, {
    ...(base && {
      host: base.hostname,
      port: base.port || (base.protocol === 'http:' ? 80 : 443),
      protocol: base.protocol === 'http:' ? ('http' as const) : ('https' as const),
    }),
    timeout: 20_000,
    maxNetworkRetries: 1,
    telemetry: false,
  });
}

/** The session with everything that the books need, in one call. */
export function retrieveSession(stripe: Stripe, sessionId: string): Promise<Stripe.Checkout.Session> {
  return stripe.checkout.sessions.retrieve(sessionId, {
    expand: ['payment_intent.latest_charge.balance_transaction'],
  });
}

/** An expandable field, if it was expanded. */
export function expanded<T extends object>(value: string | T | null | undefined): T | undefined {
  return typeof value === 'object' && value !== null ? value : undefined;
}

/** The id of an expandable field, expanded or not. */
export function idOf(value: string | { id: string }): string {
  return typeof value === 'string' ? value : value.id;
}
