import { createHash } from 'node:crypto';

/** What the bank says; `code` and `declineCode` are Stripe's. */
export interface Refusal {
  code: string;
  declineCode: string;
  message: string;
  /** Stripe's own rules refused it and the bank was never asked. */
  blocked?: boolean;
}

interface TestCard {
  brand: 'visa' | 'mastercard' | 'amex' | 'discover';
  funding: 'credit' | 'debit' | 'prepaid';
  country: 'US' | 'GB' | 'IE';
  refusal?: Refusal;
  /** What becomes of the payment by itself. */
  afterwards?: 'fraudulent' | 'product_not_received' | 'inquiry' | 'fraud_warning';
  /** How its refunds go. */
  refunds?: 'pending' | 'fails_later';
  availableAtOnce?: boolean;
  /** The bank's checks of code and address that fail without stopping the payment. */
  failedChecks?: ('cvc' | 'address' | 'postcode')[];
  riskLevel?: 'elevated';
  /** The bank asks its owner: once, and then it can be charged while nobody is there; or every time. */
  threeDSecure?: 'once' | 'every_time';
  /** Why it is refused although its owner passed. */
  refusedAfterwards?: Refusal;
  /** It can be saved for later payments, and then refuses them. */
  canBeSaved?: boolean;
}

/** All that is ever kept of a card. */
export interface Card extends TestCard {
  last4: string;
  expMonth: number;
  expYear: number;
  /** The same for the same number, and no way back to it. */
  fingerprint: string;
}

function declined(
  declineCode: string,
  message = 'Your card was declined.',
  code = 'card_declined',
): TestCard {
  return { brand: 'visa', funding: 'credit', country: 'US', refusal: { code, declineCode, message } };
}

function refusedAfterwards(declineCode: string, message?: string): TestCard {
  const { refusal, ...card } = declined(declineCode, message);
  return { ...card, threeDSecure: 'every_time', refusedAfterwards: refusal! };
}

const PAYS: TestCard = { brand: 'visa', funding: 'credit', country: 'US' };
const FRAUDULENT = declined('fraudulent').refusal!;

/** Stripe's test cards (docs.stripe.com/testing). */
const TEST_CARDS: Record<string, TestCard> = {
  '4242424242424242': PAYS,
  '4000056655665556': { ...PAYS, funding: 'debit' },
  '5555555555554444': { ...PAYS, brand: 'mastercard' },
  '5200828282828210': { ...PAYS, brand: 'mastercard', funding: 'debit' },
  '5105105105105100': { ...PAYS, brand: 'mastercard', funding: 'prepaid' },
  '378282246310005': { ...PAYS, brand: 'amex' },
  '6011111111111117': { ...PAYS, brand: 'discover' },
  '4000008260000000': { ...PAYS, country: 'GB' },
  '4000058260000005': { ...PAYS, country: 'GB', funding: 'debit' },
  '5555558265554449': { ...PAYS, country: 'GB', brand: 'mastercard' },
  '4000000000000002': declined('generic_decline'),
  '4000000000000341': { ...declined('generic_decline'), canBeSaved: true },
  '4000000000009995': declined('insufficient_funds', 'Your card has insufficient funds.'),
  '4000000000009987': declined('lost_card'),
  '4000000000009979': declined('stolen_card'),
  '4000000000006975': declined('card_velocity_exceeded'),
  '4000000000000069': declined('expired_card', 'Your card has expired.', 'expired_card'),
  '4000000000000127': declined('incorrect_cvc', "Your card's security code is incorrect.", 'incorrect_cvc'),
  '4000000000000119': declined(
    'processing_error',
    'An error occurred while processing your card. Try again in a little bit.',
    'processing_error',
  ),
  '4000000000009235': { ...PAYS, riskLevel: 'elevated' },
  '4000000000000101': { ...PAYS, failedChecks: ['cvc'] },
  '4000000000000036': { ...PAYS, failedChecks: ['postcode'] },
  '4000000000000028': { ...PAYS, failedChecks: ['address'] },
  '4000000000000010': { ...PAYS, failedChecks: ['address', 'postcode'] },
  '4000000000000259': { ...PAYS, afterwards: 'fraudulent' },
  '4000000000002685': { ...PAYS, afterwards: 'product_not_received' },
  '4000000000001976': { ...PAYS, afterwards: 'inquiry' },
  '4000000000005423': { ...PAYS, afterwards: 'fraud_warning' },
  '4000000000007726': { ...PAYS, refunds: 'pending' },
  '4000000000005126': { ...PAYS, refunds: 'fails_later' },
  '4000000000000077': { ...PAYS, availableAtOnce: true },
  '4000003720000278': { ...PAYS, availableAtOnce: true, country: 'IE' },
  '4000002500003155': { ...PAYS, threeDSecure: 'once' },
  '4000002760003184': { ...PAYS, threeDSecure: 'every_time' },
  '4000003800000446': { ...PAYS, threeDSecure: 'once' },
  '4000000000003220': { ...PAYS, threeDSecure: 'every_time' },
  '4000000000003055': PAYS,
  '4000008260003178': refusedAfterwards('insufficient_funds', 'Your card has insufficient funds.'),
  '4000008400001629': refusedAfterwards('generic_decline'),
  '4000008400001280': declined('generic_decline'),
  '4100000000000019': { ...PAYS, refusal: { ...FRAUDULENT, blocked: true } },
  '4000000000004954': { ...PAYS, refusal: { ...FRAUDULENT, blocked: true } },
};

const NOT_A_TEST_CARD = declined(
  'test_mode_live_card',
  'Your card was declined. No real card works here: use one of the test cards.',
);

export interface CardFields {
  cardNumber: string;
  expiry: string;
  cvc: string;
}

export type CardMistakes = Partial<Record<keyof CardFields, string>>;

/** Reads what was typed; either the card, or a sentence for each field that cannot be right. */
export function readCard(fields: CardFields, now = new Date()): { card: Card } | { mistakes: CardMistakes } {
  const number = fields.cardNumber.replace(/[\s-]/g, '');
  const expiry = readExpiry(fields.expiry, now);
  const cvcLength = /^3[47]/.test(number) ? 4 : 3;
  const mistakes: CardMistakes = {};
  if (!/^\d{13,19}$/.test(number)) mistakes.cardNumber = 'Your card number is incomplete.';
  else if (!passesLuhn(number)) mistakes.cardNumber = 'Your card number is invalid.';
  if (typeof expiry === 'string') mistakes.expiry = expiry;
  if (!/^\d+$/.test(fields.cvc.trim()) || fields.cvc.trim().length !== cvcLength) {
    mistakes.cvc = `Your card's security code is ${cvcLength} digits.`;
  }
  if (Object.keys(mistakes).length > 0 || typeof expiry === 'string') return { mistakes };
  const fingerprint = createHash('sha256').update(`sandbox ${number}`).digest('base64url').slice(0, 16);
  const card = TEST_CARDS[number] ?? NOT_A_TEST_CARD;
  return { card: { ...card, last4: number.slice(-4), fingerprint, ...expiry } };
}

function readExpiry(text: string, now: Date): { expMonth: number; expYear: number } | string {
  const [, month, year] =
    /^\s*(\d{1,2})\s*\/\s*(\d{4}|\d{2})\s*$/.exec(text) ?? /^(\d{2})(\d{2})$/.exec(text) ?? [];
  if (!month || !year) return 'Type the expiry date as month and year, like 04 / 30.';
  const expMonth = Number(month);
  const expYear = year.length === 2 ? 2000 + Number(year) : Number(year);
  if (expMonth < 1 || expMonth > 12) return "Your card's expiry month is invalid.";
  const monthsLeft = (expYear - now.getUTCFullYear()) * 12 + expMonth - (now.getUTCMonth() + 1);
  if (monthsLeft < 0) return "Your card's expiry date is in the past.";
  if (monthsLeft > 50 * 12) return "Your card's expiry year is invalid.";
  return { expMonth, expYear };
}

/** The check digit of ISO/IEC 7812-1. */
export function passesLuhn(number: string): boolean {
  const sum = [...number].toReversed().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
