import type Stripe from 'stripe';
import type { Account } from './account.js';
import { invalid } from './errors.js';
import { newId } from './ids.js';
import { rowOf } from './records.js';
import type { LineItemInput, SessionParameters } from './session-parameters.js';

/** Opens a session for a payment on the hosted page; there is no payment intent until somebody tries to pay. */
export function createSession(account: Account, input: SessionParameters): Stripe.Checkout.Session {
  const lineItems = input.lineItems.map(newLineItem);
  const totalPence = lineItems.reduce((sum, item) => sum + item.amount_total, 0);
  const session = newSession(account, input, totalPence);
  const { records } = account;
  records.sessions[session.id] = session;
  records.sessionInputs[session.id] = {
    aheadSeconds: input.aheadSeconds,
    lineItems,
    paymentIntentData: input.paymentIntentData,
    subscriptionData: input.subscriptionData,
  };
  records.changed();
  return session;
}

/** Ends an open session; 400 for any other. Its payment intent, if a card was declined before, is cancelled. */
export function expireSession(account: Account, session: Stripe.Checkout.Session, requestId?: string): void {
  if (session.status !== 'open') {
    throw invalid(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ` +
        `${session.status}.`,
    );
  }
  session.status = 'expired';
  session.url = null;
  const announce = (type: string, object: object) =>
    account.webhooks.announce(laneOf(session), { type, object, requestId });
  const intent = account.records.paymentIntents[account.records.sessionInputs[session.id]!.intentId ?? ''];
  if (intent) {
    intent.status = 'canceled';
    intent.canceled_at = account.clock.seconds();
    intent.cancellation_reason = 'automatic';
    announce('payment_intent.canceled', intent);
  }
  announce('checkout.session.expired', session);
}

/** A session as it is now: one whose time is over expires when it is looked at, at the latest. */
export function findSession(account: Account, id: string): Stripe.Checkout.Session | undefined {
  const { records, clock } = account;
  const session = rowOf(records.sessions, id);
  if (session?.status !== 'open') return session;
  if (session.expires_at + records.sessionInputs[id]!.aheadSeconds <= clock.seconds())
    expireSession(account, session);
  return session;
}

/** The events of a session come in one lane with those of its payment. */
export function laneOf(session: Stripe.Checkout.Session): string {
  return (session.payment_intent as string | null) ?? session.id;
}

export function expireOldSessions(account: Account): void {
  for (const id of Object.keys(account.records.sessions)) findSession(account, id);
}

function newLineItem({ name, unitPence, quantity }: LineItemInput): Stripe.LineItem {
  const amountPence = unitPence * quantity;
  return {
    id: newId('li_1'),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amountPence,
    amount_tax: 0,
    amount_total: amountPence,
    currency: 'gbp',
    description: name,
    metadata: {},
    price: null,
    quantity,
  };
}

function newSession(account: Account, input: SessionParameters, totalPence: number): Stripe.Checkout.Session {
  const id = newId('cs_test_a1', 56);
  return {
    id,
    object: 'checkout.session',
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: null,
    allowed_payment_method_types: input.allowedPaymentMethodTypes,
    amount_subtotal: totalPence,
    amount_total: totalPence,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    cancel_url: input.cancelUrl,
    client_reference_id: input.clientReferenceId,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: account.clock.seconds(),
    currency: 'gbp',
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    customer: input.customer,
    customer_account: null,
    customer_creation: input.mode === 'payment' ? 'if_required' : null,
    customer_details: input.customerEmail ? newCustomerDetails(null, input.customerEmail) : null,
    customer_email: input.customerEmail,
    discounts: [],
    excluded_payment_method_types: input.excludedPaymentMethodTypes,
    expires_at: input.expiresAt,
    integration_identifier: null,
    invoice: null,
    invoice_creation: null,
    livemode: false,
    locale: input.locale,
    managed_payments: null,
    metadata: input.metadata,
    mode: input.mode,
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: input.mode === 'payment' ? 'if_required' : 'always',
    payment_method_configuration_details: null,
    payment_method_options: { card: { request_three_d_secure: 'automatic' } },
    payment_method_types: ['card'],
    payment_status: 'unpaid',
    permissions: null,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: input.submitType,
    subscription: null,
    success_url: input.successUrl,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url: `${account.baseUrl}/pay/${id}`,
    wallet_options: null,
  };
}

export function newCustomerDetails(
  name: string | null,
  email: string | null,
): Stripe.Checkout.Session.CustomerDetails {
  return {
    address: null,
    business_name: null,
    email,
    individual_name: null,
    name,
    phone: null,
    tax_exempt: 'none',
    tax_ids: [],
  };
}
