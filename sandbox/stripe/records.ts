import type Stripe from 'stripe';
import type { Store } from '../store.js';

/** A snapshot event as it is listed and sent. */
export interface StripeEvent {
  id: string;
  object: 'event';
  api_version: string;
  created: number;
  data: { object: object; previous_attributes?: object };
  livemode: false;
  /** 1 until the webhook was accepted, then 0. */
  pending_webhooks: number;
  request: { id: string | null; idempotency_key: string | null };
  type: string;
}

/** A webhook that was not accepted yet. */
export interface Delivery {
  eventId: string;
  /** Deliveries of one lane arrive one after the other; a lane is a checkout session. */
  lane: string;
  attempts: number;
  /** Milliseconds since 1970. */
  dueAt: number;
}

/** The first answer to an idempotency key. */
export interface KeptAnswer {
  path: string;
  parametersHash: string;
  status: number;
  body: unknown;
  requestId: string;
  created: number;
}

/** What a session needs later that Stripe doesn't show on it. */
export interface SessionInput {
  lineItems: Stripe.LineItem[];
  paymentIntentData: {
    description: string | null;
    metadata: Record<string, string>;
    receiptEmail: string | null;
    statementDescriptorSuffix: string | null;
  };
}

/** The row with an id that came from outside, and so may be any word. */
export function rowOf<Row>(table: Record<string, Row>, id: string): Row | undefined {
  return Object.hasOwn(table, id) ? table[id] : undefined;
}

/** The tables of this Stripe account; rows are kept in the order in which they were made. */
export function openRecords(store: Store) {
  return {
    sessions: store.table<Stripe.Checkout.Session>('stripe.checkout_sessions'),
    sessionInputs: store.table<SessionInput>('stripe.session_inputs'),
    paymentIntents: store.table<Stripe.PaymentIntent>('stripe.payment_intents'),
    charges: store.table<Stripe.Charge>('stripe.charges'),
    balanceTransactions: store.table<Stripe.BalanceTransaction>('stripe.balance_transactions'),
    events: store.table<StripeEvent>('stripe.events'),
    deliveries: store.table<Delivery>('stripe.deliveries'),
    answers: store.table<KeptAnswer>('stripe.answers'),
    changed: () => store.changed(),
  };
}

export type Records = ReturnType<typeof openRecords>;
