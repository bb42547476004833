import type Stripe from 'stripe';
import type { Store } from '../store.js';
import type { Job } from './agenda.js';
import type { Card } from './cards.js';
import type { Attempt } from './payments.js';
import type { Trouble } from './troubles.js';
import type { Fault } from './watch.js';
import type { Weather } from './weather.js';

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
  id: string;
  eventId: string;
  /** Deliveries of one lane arrive one after the other; a lane is a payment, or another object. */
  lane: string;
  attempts: number;
  /** Milliseconds since 1970, of the real time. */
  madeAt: number;
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
  /** How far this clock was ahead of the caller's, who chose the time at which the session ends. */
  aheadSeconds: number;
  lineItems: Stripe.LineItem[];
  /** The payment of its attempts, once there was one. */
  intentId?: string;
  subscriptionData: { description: string | null; metadata: Record<string, string> };
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
    /** By payment method. */
    cards: store.table<Card>('stripe.cards'),
    /** Attempts whose owner the bank is asking, by session. */
    challenges: store.table<Attempt>('stripe.challenges'),
    customers: store.table<Stripe.Customer>('stripe.customers'),
    subscriptions: store.table<Stripe.Subscription>('stripe.subscriptions'),
    invoices: store.table<Stripe.Invoice>('stripe.invoices'),
    invoicePayments: store.table<Stripe.InvoicePayment>('stripe.invoice_payments'),
    portalSessions: store.table<Stripe.BillingPortal.Session>('stripe.portal_sessions'),
    refunds: store.table<Stripe.Refund>('stripe.refunds'),
    disputes: store.table<Stripe.Dispute>('stripe.disputes'),
    fraudWarnings: store.table<Stripe.Radar.EarlyFraudWarning>('stripe.fraud_warnings'),
    payouts: store.table<Stripe.Payout>('stripe.payouts'),
    balanceTransactions: store.table<Stripe.BalanceTransaction>('stripe.balance_transactions'),
    /** The automatic payout that a balance transaction is part of. */
    payoutOf: store.table<string>('stripe.payout_of'),
    events: store.table<StripeEvent>('stripe.events'),
    deliveries: store.table<Delivery>('stripe.deliveries'),
    weather: store.table<Weather>('stripe.weather'),
    /** The events that wait to be released, by id, in the order in which they happened. */
    heldEvents: store.table<true>('stripe.held_events'),
    answers: store.table<KeptAnswer>('stripe.answers'),
    troubles: store.table<Trouble>('stripe.troubles'),
    faults: store.table<Fault>('stripe.faults'),
    limits: store.table<number>('stripe.limits'),
    jobs: store.table<Job>('stripe.jobs'),
    time: store.table<number>('stripe.time'),
    changed: () => store.changed(),
  };
}

export type Records = ReturnType<typeof openRecords>;
