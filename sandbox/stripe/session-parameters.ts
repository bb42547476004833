import type { SandboxClock } from './clock.js';
import { invalid } from './errors.js';
import type { Parameters } from './parameters.js';

const MINIMUM_PENCE = 30;
const MAXIMUM_PENCE = 99_999_999;
const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

const KNOWN =
  'mode ui_mode submit_type client_reference_id customer_email success_url cancel_url expires_at locale line_items ' +
  'metadata payment_intent_data expand allowed_payment_method_types excluded_payment_method_types';

export interface LineItemInput {
  name: string;
  unitPence: number;
  quantity: number;
}

/**
 * Reads `POST /v1/checkout/sessions` for one-off payments in pounds on Stripe's own page.
 * Limits are Stripe's: 30p to £999,999.99, expiry 30 minutes to 24 hours from now.
 */
export function readSessionParameters(parameters: Parameters, clock: SandboxClock) {
  parameters.only(...KNOWN.split(' '));
  parameters.required('mode', parameters.oneOf('mode', ['payment']));
  parameters.oneOf('ui_mode', ['hosted_page']);
  return {
    submitType: parameters.oneOf('submit_type', ['auto', 'book', 'donate', 'pay']) ?? null,
    clientReferenceId: parameters.text('client_reference_id', 200) ?? null,
    customerEmail: parameters.email('customer_email') ?? null,
    successUrl: parameters.required('success_url', parameters.url('success_url')),
    cancelUrl: parameters.url('cancel_url') ?? null,
    ...readExpiry(parameters, clock),
    locale: readLocale(parameters),
    metadata: parameters.metadata(),
    lineItems: readLineItems(parameters),
    paymentIntentData: readPaymentIntentData(parameters.object('payment_intent_data')),
    allowedPaymentMethodTypes: readMethodTypes(parameters),
    excludedPaymentMethodTypes: parameters.texts('excluded_payment_method_types'),
    expand: parameters.texts('expand'),
  };
}

export type SessionParameters = ReturnType<typeof readSessionParameters>;

/** Judged by our clock, or, when time was let pass at once, by the caller's, which did not move with it. */
function readExpiry(
  parameters: Parameters,
  clock: SandboxClock,
): { expiresAt: number; aheadSeconds: number } {
  const now = clock.seconds();
  const expiresAt = parameters.integer('expires_at') ?? now + DAY;
  const isSoonEnough = (seconds: number) => expiresAt >= seconds + 30 * MINUTE && expiresAt <= seconds + DAY;
  const callersNow = now - clock.aheadSeconds();
  if (isSoonEnough(now)) return { expiresAt, aheadSeconds: 0 };
  if (isSoonEnough(callersNow)) return { expiresAt, aheadSeconds: clock.aheadSeconds() };
  throw expiresAt < now + 30 * MINUTE
    ? invalid('`expires_at` must be at least 30 minutes from Checkout Session creation.', 'expires_at')
    : invalid('`expires_at` must be within 24 hours of Checkout Session creation.', 'expires_at');
}

function readLocale(parameters: Parameters): string | null {
  const locale = parameters.text('locale') ?? null;
  if (locale === null || locale === 'auto' || /^[a-z]{2,3}(-([A-Z]{2}|419))?$/.test(locale)) return locale;
  throw invalid(`Invalid locale: ${locale}`, 'locale');
}

function readMethodTypes(parameters: Parameters): string[] | null {
  const types = parameters.texts('allowed_payment_method_types');
  if (types.length === 0) return null;
  if (types.includes('card')) return types;
  throw invalid('This account takes cards alone.', 'allowed_payment_method_types');
}

function readLineItems(parameters: Parameters): LineItemInput[] {
  const items = parameters.objects('line_items').map(readLineItem);
  if (items.length === 0) parameters.required('line_items', undefined);
  const totalPence = items.reduce((sum, item) => sum + item.unitPence * item.quantity, 0);
  if (totalPence < MINIMUM_PENCE) {
    throw invalid(
      "The Checkout Session's total amount due must add up to at least £0.30 gbp",
      undefined,
      'amount_too_small',
    );
  }
  if (totalPence > MAXIMUM_PENCE) {
    throw invalid(
      "The Checkout Session's total amount due must be no more than £999,999.99 gbp",
      undefined,
      'amount_too_large',
    );
  }
  return items;
}

function readLineItem(item: Parameters): LineItemInput {
  item.only('price_data', 'quantity');
  const price = item.object('price_data');
  if (!item.has('price_data')) item.required('price_data', undefined);
  price.only('currency', 'unit_amount', 'product_data');
  const product = price.object('product_data').only('name', 'description', 'images');
  const currency = price.required('currency', price.text('currency'));
  if (currency.toLowerCase() !== 'gbp') {
    throw invalid(`Invalid currency: ${currency}. This account takes gbp alone.`, price.name('currency'));
  }
  return {
    name: product.required('name', product.text('name', 250)),
    unitPence: atLeast(0, price, 'unit_amount'),
    quantity: atLeast(1, item, 'quantity'),
  };
}

function atLeast(minimum: number, parameters: Parameters, key: string): number {
  const value = parameters.required(key, parameters.integer(key));
  if (value >= minimum) return value;
  throw invalid(
    `This value must be greater than or equal to ${minimum}.`,
    parameters.name(key),
    'parameter_invalid_integer',
  );
}

function readPaymentIntentData(data: Parameters) {
  data.only('description', 'metadata', 'receipt_email', 'statement_descriptor_suffix', 'capture_method');
  data.oneOf('capture_method', ['automatic_async']);
  const suffix = data.text('statement_descriptor_suffix', 22) ?? null;
  if (suffix !== null && (!/[a-z]/i.test(suffix) || /[<>\\'"*]/.test(suffix))) {
    throw invalid(
      'The statement descriptor suffix needs at least one letter and none of < > \\ \' " *.',
      data.name('statement_descriptor_suffix'),
    );
  }
  return {
    description: data.text('description', 1000) ?? null,
    metadata: data.metadata(),
    receiptEmail: data.email('receipt_email') ?? null,
    statementDescriptorSuffix: suffix,
  };
}
