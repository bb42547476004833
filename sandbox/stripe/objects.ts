import type Stripe from 'stripe';
import type { Card } from './cards.js';
import { newId } from './ids.js';
import type { Attempt } from './payments.js';
import type { SessionInput } from './records.js';

export const ACCOUNT_DESCRIPTOR = 'SANDBOX';

export interface Payer {
  name: string | null;
  email: string | null;
}

/** An intent as a session makes it at the first attempt to pay. */
export function newPaymentIntent(
  amount: number,
  data: SessionInput['paymentIntentData'],
  created: number,
): Stripe.PaymentIntent {
  const id = newId('pi_3');
  return {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: newId(`${id}_secret_`, 25),
    confirmation_method: 'automatic',
    created,
    currency: 'gbp',
    customer: null,
    customer_account: null,
    description: data.description,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: data.metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: { card: { ...NO_CARD_OPTIONS } },
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: data.receiptEmail,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: data.statementDescriptorSuffix,
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: null,
  };
}

const NO_CARD_OPTIONS = {
  installments: null,
  mandate_options: null,
  network: null,
  request_three_d_secure: 'automatic',
} as const;

/** One attempt to charge the card: succeeded and captured, or failed; it has no balance transaction yet. */
export function newCharge(intent: Stripe.PaymentIntent, attempt: Attempt, created: number): Stripe.Charge {
  const { card, payer } = attempt;
  const paid = card.refusal === undefined;
  const suffix = intent.statement_descriptor_suffix;
  return {
    id: newId('ch_3'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: paid ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: { address: null, name: payer.name, email: payer.email, phone: null, tax_id: null },
    calculated_statement_descriptor: suffix
      ? `${ACCOUNT_DESCRIPTOR}* ${suffix}`.slice(0, 22)
      : ACCOUNT_DESCRIPTOR,
    captured: paid,
    created,
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: card.refusal?.code ?? null,
    failure_message: card.refusal?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: outcomeOf(card),
    paid,
    payment_intent: intent.id,
    payment_method: newId('pm_1'),
    payment_method_details: { type: 'card', card: cardDetails(intent.amount, attempt) },
    radar_options: {},
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: suffix,
    status: paid ? 'succeeded' : 'failed',
    transfer_data: null,
    transfer_group: null,
  };
}

function outcomeOf({ refusal, riskLevel }: Card): Stripe.Charge.Outcome {
  const blocked = refusal?.blocked ?? false;
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: refusal
      ? blocked
        ? 'not_sent_to_network'
        : 'declined_by_network'
      : 'approved_by_network',
    reason: refusal ? (blocked ? 'highest_risk_level' : refusal.declineCode) : null,
    risk_level: blocked ? 'highest' : (riskLevel ?? 'normal'),
    seller_message: refusal ? 'The payment did not go through.' : 'Payment complete.',
    type: refusal ? (blocked ? 'blocked' : 'issuer_declined') : 'authorized',
  };
}

const AUTHENTICATED = {
  authentication_flow: 'challenge',
  electronic_commerce_indicator: '05',
  exemption_indicator: null,
  result: 'authenticated',
  result_reason: null,
  transaction_id: null,
  version: '2.2.0',
} as const;

function cardDetails(
  amountPence: number,
  { card, authenticated = false }: Attempt,
): Stripe.Charge.PaymentMethodDetails.Card {
  const failed = card.failedChecks ?? [];
  return {
    amount_authorized: card.refusal ? null : amountPence,
    authorization_code: null,
    brand: card.brand,
    checks: {
      address_line1_check: failed.includes('address') ? 'fail' : null,
      address_postal_code_check: failed.includes('postcode') ? 'fail' : null,
      cvc_check: failed.includes('cvc') || card.refusal?.code === 'incorrect_cvc' ? 'fail' : 'pass',
    },
    country: card.country,
    electronic_commerce_indicator: null,
    exp_month: card.expMonth,
    exp_year: card.expYear,
    fingerprint: card.fingerprint,
    funding: card.funding,
    installments: null,
    last4: card.last4,
    mandate: null,
    network: card.brand,
    network_transaction_id: null,
    regulated_status: 'unregulated',
    three_d_secure: authenticated ? AUTHENTICATED : null,
    transaction_link_id: null,
    wallet: null,
  };
}
