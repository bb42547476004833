import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { feePence } from './payments.js';
import { TestMerchant, until } from './test-merchant.js';

const EXPANDED = { expand: ['payment_intent.latest_charge.balance_transaction'] };

let merchant: TestMerchant;
beforeEach(async () => {
  merchant = await TestMerchant.open();
});
afterEach(() => merchant.close());

describe('paying by card', () => {
  it('sends the events in order and brings the fee with charge.updated', async () => {
    const session = await merchant.newSession();
    const page = await (await fetch(session.url!)).text();
    const answer = await merchant.submit(session);
    const updated = await merchant.untilEvent('charge.updated');

    expect(page).toContain('Donation &lt;to> the fund');
    expect(page).toContain('Pay £10.00</button>');
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe(`http://127.0.0.1:9/thanks?session=${session.id}`);
    expect(merchant.typesOfEvents()).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
      'checkout.session.completed',
      'charge.updated',
    ]);
    expect(merchant.events[1]!.data.object).toMatchObject({ balance_transaction: null, paid: true });
    expect(merchant.events[3]!.data.object).toMatchObject({ payment_status: 'paid', status: 'complete' });
    expect(updated).toMatchObject({
      api_version: '2026-10-28.endive',
      data: { previous_attributes: { balance_transaction: null } },
    });

    const paid = await merchant.client().checkout.sessions.retrieve(session.id, EXPANDED);
    const intent = paid.payment_intent as Stripe.PaymentIntent;
    const charge = intent.latest_charge as Stripe.Charge;
    expect(intent).toMatchObject({
      status: 'succeeded',
      amount_received: 1000,
      metadata: { donation_id: 'donation-1' },
    });
    expect(charge.payment_method_details?.card).toMatchObject({
      brand: 'visa',
      last4: '4242',
      exp_year: 2040,
    });
    expect(charge.calculated_statement_descriptor).toBe('SANDBOX* UKRAINE');
    expect(charge.balance_transaction).toMatchObject({
      amount: 1000,
      fee: 35,
      net: 965,
      type: 'charge',
      reporting_category: 'charge',
      source: charge.id,
      status: 'pending',
      currency: 'gbp',
    });
    expect((await merchant.client().balance.retrieve()).pending[0]!.amount).toBe(965);
  });

  it.each([
    [30, 20],
    [300, 25],
    [500, 28],
    [1000, 35],
    [99_999_999, 1_500_020],
  ])('takes from %d pence a fee of %d, halves rounded up', (amountPence, fee) => {
    expect(feePence(amountPence)).toBe(fee);
  });

  it('lets a donor whose card was declined try another, on the same payment intent', async () => {
    const session = await merchant.newSession();
    const declined = await merchant.submit(session, { cardNumber: '4000000000000002' });
    const page = await declined.text();
    expect(declined.status).toBe(402);
    expect(page).toContain('Your card was declined. Nothing was taken.');
    expect((await merchant.client().checkout.sessions.retrieve(session.id)).status).toBe('open');

    expect((await merchant.submit(session)).status).toBe(303);
    await merchant.untilEvent('charge.updated');
    expect(merchant.typesOfEvents()).toEqual([
      'payment_intent.created',
      'charge.failed',
      'payment_intent.payment_failed',
      'charge.succeeded',
      'payment_intent.succeeded',
      'checkout.session.completed',
      'charge.updated',
    ]);
    expect(merchant.events[2]!.data.object).toMatchObject({
      last_payment_error: { type: 'card_error', code: 'card_declined', decline_code: 'generic_decline' },
    });
  });

  it.each([
    ['4000000000009995', 'card_declined', 'insufficient_funds'],
    ['4000000000000069', 'expired_card', 'expired_card'],
    ['4000000000000127', 'incorrect_cvc', 'incorrect_cvc'],
    ['4100000000000019', 'card_declined', 'fraudulent'],
    ['4012888888881881', 'card_declined', 'test_mode_live_card'],
  ])('declines %s with %s, %s', async (cardNumber, code, declineCode) => {
    const session = await merchant.newSession();
    expect((await merchant.submit(session, { cardNumber })).status).toBe(402);
    const intent = (await merchant.untilEvent('payment_intent.payment_failed')).data.object;
    expect(intent).toMatchObject({ last_payment_error: { code, decline_code: declineCode } });
  });

  it.each([
    [{ cardNumber: '4242 4242 4242 4241' }, 'Your card number is invalid.'],
    [{ cardNumber: '4242' }, 'Your card number is incomplete.'],
    [{ expiry: '13 / 40' }, 'expiry month is invalid.'],
    [{ expiry: '10 / 26' }, 'expiry date is in the past.'],
    [{ expiry: '10 / 95' }, 'expiry year is invalid.'],
    [{ cvc: '12' }, 'security code is 3 digits.'],
    [{ name: ' ' }, 'Type the name on the card.'],
    [{ email: 'ada' }, 'This is not an email address.'],
  ])('names the field that is wrong in %j and charges nothing', async (changes, message) => {
    const session = await merchant.newSession();
    const answer = await merchant.submit(session, changes);
    const page = await answer.text();
    expect(answer.status).toBe(422);
    expect(page).toContain(message);
    expect(page).not.toContain('value="4242');
    expect((await merchant.client().checkout.sessions.retrieve(session.id)).payment_intent).toBeNull();
  });

  it('charges once when the button is pressed many times at once', async () => {
    const session = await merchant.newSession();
    const answers = await Promise.all(Array.from({ length: 10 }, () => merchant.submit(session)));
    await merchant.untilEvent('charge.updated');
    expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 10 }, () => 303));
    expect(merchant.typesOfEvents().filter((type) => type === 'charge.succeeded')).toHaveLength(1);
    expect((await merchant.client().balanceTransactions.list()).data).toHaveLength(1);
    expect(await (await fetch(`${merchant.baseUrl}/pay/${session.id}`)).text()).toContain('Already paid');
  });

  it('keeps no card number and no security code', async () => {
    const session = await merchant.newSession();
    await merchant.submit(session, { cvc: '907' });
    await merchant.untilEvent('charge.updated');
    merchant.store.flush();
    const kept = readFileSync(merchant.storeFile, 'utf8');
    expect(kept).toContain('"last4":"4242"');
    expect(kept).not.toMatch(/4242 ?4242/);
    expect(kept).not.toContain('"907"');
  });
});

describe('a session that ends unpaid', () => {
  it('is expired on request, says so, and takes no card any more', async () => {
    const session = await merchant.newSession();
    const expired = await merchant.client().checkout.sessions.expire(session.id);
    expect(expired).toMatchObject({ status: 'expired', url: null });
    expect(await (await fetch(session.url!)).text()).toContain('has expired');
    expect((await merchant.submit(session)).status).toBe(410);
    await merchant.untilEvent('checkout.session.expired');
    await expect(merchant.client().checkout.sessions.expire(session.id)).rejects.toMatchObject({
      statusCode: 400,
    });
  });

  it('expires by itself when its time is over', async () => {
    const session = await merchant.newSession();
    merchant.store.table<Stripe.Checkout.Session>('stripe.checkout_sessions')[session.id]!.expires_at -=
      86_400;
    const event = await merchant.untilEvent('checkout.session.expired');
    expect(event.data.object).toMatchObject({ id: session.id, status: 'expired' });
  });

  it('cancels the payment intent of the card that was declined', async () => {
    const session = await merchant.newSession();
    await merchant.submit(session, { cardNumber: '4000000000000002' });
    const { payment_intent: intentId } = await merchant.client().checkout.sessions.expire(session.id);
    expect((await merchant.client().paymentIntents.retrieve(intentId as string)).status).toBe('canceled');
  });
});

describe('webhooks', () => {
  it('come again, in order and freshly signed, until they are accepted', async () => {
    merchant.refusals.push(503, 400);
    const session = await merchant.newSession();
    await merchant.submit(session);
    await merchant.untilEvent('charge.updated');
    expect(merchant.refused).toBe(2);
    expect(merchant.typesOfEvents()[0]).toBe('payment_intent.created');
    expect(merchant.events).toHaveLength(5);
  });

  it('come again after the sandbox was stopped, and so does a fee that was on its way', async () => {
    merchant.refusals.push(...Array.from({ length: 50 }, () => 500));
    const session = await merchant.newSession();
    await merchant.submit(session);
    await until(() => merchant.refused > 0, 'a refused webhook');
    await merchant.stopSandbox();
    merchant.refusals.length = 0;
    expect(merchant.events).toHaveLength(0);

    await merchant.startSandbox();
    await merchant.untilEvent('charge.updated');
    expect(merchant.events).toHaveLength(5);
    const undelivered = { delivery_success: false };
    await until(() => Object.keys(merchant.store.table('stripe.deliveries')).length === 0, 'an empty queue');
    expect((await merchant.client().events.list(undelivered)).data).toHaveLength(0);
  });
});
