import type { SandboxClock } from './clock.js';
import { invalid } from './errors.js';
import type { Parameters } from './parameters.js';

const MINIMUM_PENCE = 30;
const MAXIMUM_PENCE = 99_999_999;
const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

/** What this version takes; those that are not read below are taken and change nothing. */
const KNOWN =
  'adaptive_pricing after_expiration allow_promotion_codes allowed_payment_method_types automatic_tax ' +
  'billing_address_collection branding_settings cancel_url client_reference_id consent_collection currency ' +
  'custom_fields custom_text customer customer_account customer_creation customer_email customer_update discounts ' +
  'excluded_payment_method_types expand expires_at integration_identifier invoice_creation line_items locale ' +
  'managed_payments metadata mode name_collection optional_items origin_context payment_intent_data ' +
  'payment_method_collection payment_method_configuration payment_method_data payment_method_options permissions ' +
  'phone_number_collection redirect_on_completion return_url saved_payment_method_options setup_intent_data ' +
  'shipping_address_collection shipping_options submit_type subscription_data success_url tax_id_collection ' +
  'ui_mode wallet_options';
const OF_ONE_MODE = {
  payment: ['payment_intent_data', 'invoice_creation', 'customer_creation'],
  subscription: ['subscription_data', 'payment_method_collection'],
};

export interface LineItemInput {
  name: string;
  unitPence: number;
  quantity: number;
}

/**
 * Reads `POST /v1/checkout/sessions` for one-off and monthly payments in pounds on Stripe's own page.
 * Limits are Stripe's: 30p to £999,999.99, expiry 30 minutes to 24 hours from now.
 */
export function readSessionParameters(parameters: Parameters, clock: SandboxClock) {
  parameters.only(...KNOWN.split(' '));
  const mode = parameters.required('mode', parameters.oneOf<Mode>('mode', ['payment', 'subscription']));
  refuseOtherModes(parameters, mode);
  parameters.oneOf('ui_mode', ['hosted_page']);
  return {
    mode,
    customer: parameters.text('customer') ?? null,
    submitType: parameters.oneOf('submit_type', SUBMIT_TYPES[mode]) ?? null,
    clientReferenceId: parameters.text('client_reference_id', 200) ?? null,
    customerEmail: parameters.email('customer_email') ?? null,
    successUrl: parameters.required('success_url', parameters.url('success_url')),
    cancelUrl: parameters.url('cancel_url') ?? null,
    ...readExpiry(parameters, clock),
    locale: readLocale(parameters),
    metadata: parameters.metadata(),
    lineItems: readLineItems(parameters, mode),
    paymentIntentData: readPaymentIntentData(parameters.object('payment_intent_data')),
    subscriptionData: readSubscriptionData(parameters.object('subscription_data')),
    allowedPaymentMethodTypes: readMethodTypes(parameters),
    excludedPaymentMethodTypes: parameters.texts('excluded_payment_method_types'),
    expand: parameters.texts('expand'),
  };
}

const SUBMIT_TYPES = {
  payment: ['auto', 'book', 'donate', 'pay'],
  subscription: ['auto', 'subscribe'],
};

type Mode = keyof typeof OF_ONE_MODE;

function refuseOtherModes(parameters: Parameters, mode: Mode): void {
  for (const key of OF_ONE_MODE[mode === 'payment' ? 'subscription' : 'payment'])
    if (parameters.has(key)) throw invalid(`You can not pass \`${key}\` in \`${mode}\` mode.`, key);
  if (parameters.has('customer') && parameters.has('customer_email'))
    throw invalid(
      'You may only specify one of these parameters: customer, customer_email.',
      'customer_email',
    );
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

function readLineItems(parameters: Parameters, mode: Mode): LineItemInput[] {
  const items = parameters.objects('line_items').map((item) => readLineItem(item, mode));
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

function readLineItem(item: Parameters, mode: Mode): LineItemInput {
  item.only('price_data', 'quantity');
  const price = item.object('price_data');
  if (!item.has('price_data')) item.required('price_data', undefined);
  price.only('currency', 'unit_amount', 'product_data', 'recurring', 'tax_behavior');
  const recurring = price.object('recurring').only('interval', 'interval_count');
  const interval = recurring.oneOf('interval', ['month']);
  if (mode === 'subscription' && interval === undefined)
    throw invalid('You must provide at least one recurring price in `subscription` mode.', 'line_items');
  if (mode === 'payment' && interval !== undefined)
    throw invalid('You can not pass recurring prices in `payment` mode.', 'line_items');
  const product = price.object('product_data').only('name', 'description', 'images', 'metadata');
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

function readSubscriptionData(data: Parameters) {
  data.only('description', 'metadata', 'billing_mode', 'invoice_settings', 'proration_behavior');
  return { description: data.text('description', 500) ?? null, metadata: data.metadata() };
}

function readPaymentIntentData(data: Parameters) {
  data.only(
    'capture_method',
    'description',
    'metadata',
    'receipt_email',
    'setup_future_usage',
    'statement_descriptor',
    'statement_descriptor_suffix',
  );
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
