import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { giftOf, TestMerchant } from './test-merchant.js';

const DAY = 86_400;

let merchant: TestMerchant;
beforeEach(async () => {
  merchant = await TestMerchant.open();
});
afterEach(() => merchant.close());

const monthly = (): Stripe.Checkout.SessionCreateParams => ({
  mode: 'subscription',
  client_reference_id: 'pledge-1',
  customer_email: 'ada@example.org',
  success_url: 'http://127.0.0.1:9/thanks',
  metadata: { pledge_id: 'pledge-1' },
  subscription_data: { metadata: { pledge_id: 'pledge-1' } },
  line_items: [
    {
      quantity: 1,
      price_data: {
        currency: 'gbp',
        unit_amount: 1000,
        recurring: { interval: 'month' },
        product_data: { name: 'A monthly gift' },
      },
    },
  ],
});

const subscribed = async (cardNumber = '4242424242424242'): Promise<Stripe.Subscription> => {
  const session = await merchant.client().checkout.sessions.create(monthly());
  await merchant.submit(session, { cardNumber });
  const paid = await merchant.client().checkout.sessions.retrieve(session.id, { expand: ['subscription'] });
  return paid.subscription as Stripe.Subscription;
};
const invoices = async ({ id }: Stripe.Subscription) =>
  (await merchant.client().invoices.list({ subscription: id, expand: ['data.payments'] })).data;
const again = ({ id }: Stripe.Subscription) => merchant.client().subscriptions.retrieve(id);
const pass = (days: number) => merchant.dashboard('time', { seconds: days * DAY });

describe('a monthly gift', () => {
  it('begins with a paid session, and leads from its invoice to the fee', async () => {
    const subscription = await subscribed();
    expect(subscription).toMatchObject({ status: 'active', metadata: { pledge_id: 'pledge-1' } });
    const [invoice, ...others] = await invoices(subscription);
    expect(others).toEqual([]);
    expect(invoice).toMatchObject({
      id: subscription.latest_invoice,
      status: 'paid',
      amount_paid: 1000,
      billing_reason: 'subscription_create',
      parent: {
        subscription_details: { subscription: subscription.id, metadata: { pledge_id: 'pledge-1' } },
      },
    });
    await merchant.untilEvent('charge.updated');
    const intentId = invoice!.payments!.data[0]!.payment.payment_intent as string;
    const intent = await merchant.client().paymentIntents.retrieve(intentId, {
      expand: ['latest_charge.balance_transaction'],
    });
    expect(intent).toMatchObject({
      metadata: {},
      latest_charge: { metadata: {}, balance_transaction: { fee: 35 } },
    });
    const { data } = await merchant.client().invoicePayments.list({
      payment: { type: 'payment_intent', payment_intent: intentId },
    });
    expect(data.map((payment) => payment.invoice)).toEqual([invoice!.id]);
    const expanded = await merchant.client().invoices.retrieve(invoice!.id, {
      expand: ['payments.data.payment.payment_intent'],
    });
    expect(expanded.payments!.data[0]!.payment.payment_intent).toMatchObject({ status: 'succeeded' });
    expect(merchant.typesOfEvents()).toEqual(
      expect.arrayContaining(['customer.subscription.created', 'invoice.paid', 'checkout.session.completed']),
    );
    const session = merchant.events.find(({ type }) => type === 'checkout.session.completed')!.data.object;
    expect(session).toMatchObject({ mode: 'subscription', payment_intent: null, payment_status: 'paid' });
  });

  it('is taken again each month, and stops at the end of the month in which it is cancelled', async () => {
    const subscription = await subscribed();
    await pass(63);
    expect((await invoices(subscription)).map(({ billing_reason }) => billing_reason)).toEqual([
      'subscription_cycle',
      'subscription_cycle',
      'subscription_create',
    ]);
    await merchant.client().subscriptions.update(subscription.id, { cancel_at_period_end: true });
    expect(await again(subscription)).toMatchObject({ status: 'active', cancel_at_period_end: true });
    await pass(31);
    expect(await again(subscription)).toMatchObject({ status: 'canceled' });
    expect(await invoices(subscription)).toHaveLength(3);
    await merchant.untilEvent('customer.subscription.deleted');
  });

  it('fails on a card that stopped paying, is tried again, and is given up', async () => {
    const subscription = await subscribed();
    await merchant.dashboard('subscription/card', {
      subscription: subscription.id,
      card: '4000000000000341',
    });
    await pass(32);
    expect(await again(subscription)).toMatchObject({ status: 'past_due' });
    const failed = (await merchant.untilEvent('invoice.payment_failed')).data.object as Stripe.Invoice;
    expect(failed).toMatchObject({ attempt_count: 1, status: 'open', amount_remaining: 1000 });
    expect(failed.next_payment_attempt! - failed.created).toBe(3 * DAY);
    await pass(16);
    expect(await again(subscription)).toMatchObject({
      status: 'canceled',
      cancellation_details: { reason: 'payment_failed' },
    });
  });

  it('is mended by another card in the portal, where it can be cancelled too', async () => {
    const subscription = await subscribed();
    await merchant.dashboard('subscription/card', {
      subscription: subscription.id,
      card: '4000000000000341',
    });
    await pass(32);
    const portal = await merchant.client().billingPortal.sessions.create({
      customer: subscription.customer as string,
      return_url: 'http://127.0.0.1:9/pledges/1',
    });
    const post = (path: string, fields: Record<string, string> = {}) =>
      fetch(`${portal.url}/${path}`, {
        method: 'POST',
        body: new URLSearchParams(fields),
        redirect: 'manual',
      });
    const card = { expiry: '04 / 40', cvc: '123' };
    expect((await post('card', { ...card, cardNumber: '4000000000000002' })).status).toBe(402);
    expect((await post('card', { ...card, cardNumber: '5555555555554444' })).status).toBe(303);
    await pass(4);
    expect(await again(subscription)).toMatchObject({ status: 'active' });
    expect((await invoices(subscription))[0]).toMatchObject({ status: 'paid', attempt_count: 2 });
    await post('cancel');
    expect(await again(subscription)).toMatchObject({ cancel_at_period_end: true });
    expect(await (await fetch(portal.url)).text()).toContain('Go on with it');
  });

  it('can be ended at once, and only once', async () => {
    const subscription = await subscribed();
    const ended = await merchant.client().subscriptions.cancel(subscription.id);
    expect(ended.status).toBe('canceled');
    await expect(merchant.client().subscriptions.cancel(subscription.id)).rejects.toMatchObject({
      statusCode: 404,
    });
  });

  it.each<[string, object]>([
    ['what belongs to single payments', { payment_intent_data: { description: 'x' } }],
    ['donate on the button', { submit_type: 'donate' }],
    ['a price that comes once', { line_items: giftOf(1000).line_items }],
  ])('refuses %s', async (_what, changes) => {
    const creation = merchant.client().checkout.sessions.create({ ...monthly(), ...changes });
    await expect(creation).rejects.toMatchObject({ statusCode: 400 });
  });
});

describe('3-D Secure', () => {
  const challenged = async (cardNumber: string) => {
    const session = await merchant.newSession();
    const answer = await merchant.submit(session, { cardNumber });
    expect(answer.headers.get('location')).toBe(`${merchant.baseUrl}/pay/${session.id}/authenticate`);
    return session;
  };
  const respond = (session: Stripe.Checkout.Session, outcome: string) =>
    fetch(`${merchant.baseUrl}/pay/${session.id}/authenticate`, {
      method: 'POST',
      body: new URLSearchParams({ outcome }),
      redirect: 'manual',
    });

  it('asks the bank first, charges when it passes, and only then', async () => {
    const session = await challenged('4000002760003184');
    expect((await merchant.client().charges.list()).data).toEqual([]);
    expect((await respond(session, 'pass')).status).toBe(303);
    const { data } = await merchant.client().charges.list();
    expect(data[0]!.payment_method_details!.card!.three_d_secure).toMatchObject({ result: 'authenticated' });
    expect((await respond(session, 'pass')).status).toBe(303);
    expect((await merchant.client().charges.list()).data).toHaveLength(1);
  });

  it('takes nothing when it fails or the card declines after it, and lets another card pay', async () => {
    const session = await challenged('4000002760003184');
    const failed = await respond(session, 'fail');
    expect(failed.status).toBe(402);
    expect(await failed.text()).toContain('unable to authenticate');
    const error = (await merchant.untilEvent('payment_intent.payment_failed')).data.object;
    expect(error).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code: 'payment_intent_authentication_failure' },
    });
    await merchant.submit(session, { cardNumber: '4000008260003178' });
    expect(await (await respond(session, 'pass')).text()).toContain('insufficient funds');
    expect((await merchant.submit(session)).headers.get('location')).toContain('/thanks');
  });

  it('cannot be asked of a donor who is not there', async () => {
    const subscription = await subscribed();
    await merchant.dashboard('subscription/card', {
      subscription: subscription.id,
      card: '4000002760003184',
    });
    await pass(32);
    await merchant.untilEvent('invoice.payment_action_required');
    expect(await again(subscription)).toMatchObject({ status: 'past_due' });
  });
});
