import { describe, expect, it } from '@jest/globals';
import { readCard } from './cards.js';

const read = (cardNumber: string, expiry = '12 / 40', cvc = '123') => readCard({ cardNumber, expiry, cvc });
const declined = (declineCode: string, code = 'card_declined') => ({ refusal: { code, declineCode } });

/** Stripe's list of test cards, each with what it is for. */
const list: Record<string, object> = {
  '4242424242424242': { brand: 'visa', funding: 'credit', refusal: undefined },
  '4000056655665556': { brand: 'visa', funding: 'debit' },
  '5555555555554444': { brand: 'mastercard', funding: 'credit' },
  '5200828282828210': { brand: 'mastercard', funding: 'debit' },
  '5105105105105100': { brand: 'mastercard', funding: 'prepaid' },
  '6011111111111117': { brand: 'discover' },
  '4000008260000000': { country: 'GB', funding: 'credit' },
  '4000058260000005': { country: 'GB', funding: 'debit' },
  '5555558265554449': { country: 'GB', brand: 'mastercard' },
  '4000000000000002': declined('generic_decline'),
  '4000000000009995': declined('insufficient_funds'),
  '4000000000009987': declined('lost_card'),
  '4000000000009979': declined('stolen_card'),
  '4000000000000069': declined('expired_card', 'expired_card'),
  '4000000000000127': declined('incorrect_cvc', 'incorrect_cvc'),
  '4000000000000119': declined('processing_error', 'processing_error'),
  '4000000000006975': declined('card_velocity_exceeded'),
  '4000000000000341': { ...declined('generic_decline'), canBeSaved: true },
  '4100000000000019': { refusal: { declineCode: 'fraudulent', blocked: true } },
  '4000000000004954': { refusal: { declineCode: 'fraudulent', blocked: true } },
  '4000000000009235': { riskLevel: 'elevated', refusal: undefined },
  '4000000000000101': { failedChecks: ['cvc'] },
  '4000000000000036': { failedChecks: ['postcode'] },
  '4000000000000028': { failedChecks: ['address'] },
  '4000000000000010': { failedChecks: ['address', 'postcode'] },
  '4000002500003155': { threeDSecure: 'once' },
  '4000002760003184': { threeDSecure: 'every_time' },
  '4000003800000446': { threeDSecure: 'once' },
  '4000000000003220': { threeDSecure: 'every_time' },
  '4000000000003055': { threeDSecure: undefined, refusal: undefined },
  '4000008260003178': {
    threeDSecure: 'every_time',
    refusedAfterwards: { declineCode: 'insufficient_funds' },
  },
  '4000008400001629': { threeDSecure: 'every_time', refusedAfterwards: { code: 'card_declined' } },
  '4000008400001280': declined('generic_decline'),
  '4000000000000259': { afterwards: 'fraudulent' },
  '4000000000002685': { afterwards: 'product_not_received' },
  '4000000000001976': { afterwards: 'inquiry' },
  '4000000000005423': { afterwards: 'fraud_warning' },
  '4000000000007726': { refunds: 'pending' },
  '4000000000005126': { refunds: 'fails_later' },
  '4000000000000077': { availableAtOnce: true, country: 'US' },
  '4000003720000278': { availableAtOnce: true, country: 'IE' },
};

describe("Stripe's test cards", () => {
  it.each(Object.entries(list))('%s is what the list says', (number, expected) => {
    const { card } = read(number) as { card: object };
    // A missing trait and one that is undefined are the same here.
    expect({ refusal: undefined, threeDSecure: undefined, ...card }).toMatchObject(expected);
  });

  it('have four digits of code on an Amex, and one fingerprint each that is not the number', () => {
    const amex = '378282246310005';
    expect(read(amex)).toHaveProperty('mistakes.cvc');
    expect(read(amex, '12 / 40', '1234')).toHaveProperty('card.brand', 'amex');
    const [one, again, other] = ['4242424242424242', '4242 4242 4242 4242', '4000000000000077'].map(
      (number) => (read(number) as { card: { fingerprint: string } }).card.fingerprint,
    );
    expect(one).toBe(again);
    expect(one).not.toBe(other);
    expect(one).toMatch(/^[\w-]{16}$/);
  });
});
