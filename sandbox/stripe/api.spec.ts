import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Stripe } from 'stripe';
import { SandboxClock } from './clock.js';
import { IdempotencyKeys } from './idempotency.js';
import { openRecords } from './records.js';
import { giftOf, SECRET_KEY, TestMerchant } from './test-merchant.js';

let merchant: TestMerchant;
beforeAll(async () => {
  merchant = await TestMerchant.open();
});
afterAll(() => merchant.close());

const secondsFromNow = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

describe('creating a checkout session', () => {
  it('answers as Stripe does', async () => {
    const session = await merchant.newSession({ customer_email: 'ada@example.org', locale: 'en-GB' });
    expect(session.id).toMatch(/^cs_test_\w{58}$/);
    expect(session).toMatchObject({
      object: 'checkout.session',
      amount_total: 1000,
      currency: 'gbp',
      livemode: false,
      status: 'open',
      payment_status: 'unpaid',
      payment_intent: null,
      client_reference_id: 'donation-1',
      url: `${merchant.baseUrl}/pay/${session.id}`,
    });
    expect(session.expires_at - session.created).toBe(86_400);
    expect(session.lastResponse.requestId).toMatch(/^req_/);
    expect(session.lastResponse.headers['stripe-version']).toBe('2026-10-28.endive');
  });

  it.each<[string, object, object]>([
    [
      'a removed parameter',
      { payment_method_types: ['card'] },
      { code: 'parameter_unknown', param: 'payment_method_types' },
    ],
    ['an unknown one', { payment_intent_data: { colour: 'red' } }, { param: 'payment_intent_data[colour]' }],
    ['too little', giftOf(29), { code: 'amount_too_small' }],
    ['too much', giftOf(100_000_000), { code: 'amount_too_large' }],
    ['a negative amount', giftOf(-1), { param: 'line_items[0][price_data][unit_amount]' }],
    ['a broken amount', giftOf(10.5), { code: 'parameter_invalid_integer' }],
    ['no line items', { line_items: undefined }, { code: 'parameter_missing', param: 'line_items' }],
    ['no success_url', { success_url: undefined }, { code: 'parameter_missing', param: 'success_url' }],
    ['a bad url', { cancel_url: 'javascript:alert(1)' }, { code: 'url_invalid', param: 'cancel_url' }],
    ['an empty email', { customer_email: '' }, { code: 'parameter_invalid_empty', param: 'customer_email' }],
    ['a bad email', { customer_email: 'ada' }, { code: 'email_invalid' }],
    ['an early expiry', { expires_at: secondsFromNow(29 * 60) }, { param: 'expires_at' }],
    ['a late expiry', { expires_at: secondsFromNow(25 * 3600) }, { param: 'expires_at' }],
    ['an old ui_mode', { ui_mode: 'hosted' }, { param: 'ui_mode' }],
    ['a long reference', { client_reference_id: 'x'.repeat(201) }, { param: 'client_reference_id' }],
    ['a long metadata value', { metadata: { note: 'x'.repeat(501) } }, { param: 'metadata[note]' }],
    [
      'too much metadata',
      { metadata: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [i, 'x'])) },
      {},
    ],
    ['an expansion of nothing', { expand: ['cancel_url'] }, { param: 'expand' }],
  ])('refuses %s', async (_what, changes, expected) => {
    const creation = merchant.newSession(changes);
    await expect(creation).rejects.toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
    await expect(creation).rejects.toMatchObject({ statusCode: 400, ...expected });
  });
});

describe('idempotency keys', () => {
  const create = (amountPence: number, idempotencyKey: string) =>
    merchant.client().checkout.sessions.create(giftOf(amountPence), { idempotencyKey });

  it('give the first answer again', async () => {
    const [first, second] = [await create(1000, 'key-again'), await create(1000, 'key-again')];
    expect(second.id).toBe(first.id);
    expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined();
    expect(second.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(second.lastResponse.headers['original-request']).toBe(first.lastResponse.requestId);
  });

  it('refuse other parameters and another endpoint', async () => {
    const session = await create(1000, 'key-other');
    await expect(create(2000, 'key-other')).rejects.toMatchObject({
      type: 'StripeIdempotencyError',
      statusCode: 400,
    });
    const elsewhere = merchant
      .client()
      .checkout.sessions.expire(session.id, {}, { idempotencyKey: 'key-other' });
    await expect(elsewhere).rejects.toMatchObject({ type: 'StripeIdempotencyError', statusCode: 400 });
  });

  it('are free again after a request that was refused before it was executed', async () => {
    await expect(create(1, 'key-refused')).rejects.toMatchObject({ code: 'amount_too_small' });
    expect((await create(1000, 'key-refused')).status).toBe('open');
  });

  it('keep the error of a request that was executed', async () => {
    const session = await merchant.newSession();
    const expire = (idempotencyKey: string) =>
      merchant.client().checkout.sessions.expire(session.id, {}, { idempotencyKey });
    await expire('key-first');
    await expect(expire('key-failed')).rejects.toMatchObject({ statusCode: 400 });
    await expect(expire('key-failed')).rejects.toMatchObject({ headers: { 'idempotent-replayed': 'true' } });
  });

  it('answer 409 while the first request is still at work', async () => {
    const records = openRecords(merchant.store);
    const keys = new IdempotencyKeys(records, new SandboxClock(records.time));
    const request = { key: 'key-busy', path: '/v1/checkout/sessions', parameters: {}, requestId: 'req_1' };
    let finish!: () => void;
    const working = new Promise<void>((resolve) => (finish = resolve));
    const first = keys.once(request, () => () => working.then(() => ({ status: 200, body: 'first' })));
    const second = keys.once(request, () => () => ({ status: 200, body: 'second' }));
    await expect(second).rejects.toMatchObject({ status: 409, details: { code: 'idempotency_key_in_use' } });
    finish();
    expect(await first).toEqual({ status: 200, body: 'first' });
  });
});

describe('the API', () => {
  it('refuses a wrong key and takes the right one by Basic authorization', async () => {
    const wrong = merchant.client('sk_test_wrong').balance.retrieve();
    await expect(wrong).rejects.toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
    expect((await fetch(`${merchant.baseUrl}/v1/balance`)).status).toBe(401);
    const headers = { Authorization: `Basic ${Buffer.from(`${SECRET_KEY}:`).toString('base64')}` };
    expect((await fetch(`${merchant.baseUrl}/v1/balance`, { headers })).status).toBe(200);
  });

  it('knows one version of itself', async () => {
    const headers = { Authorization: `Bearer ${SECRET_KEY}`, 'Stripe-Version': '2020-08-27' };
    const answer = await fetch(`${merchant.baseUrl}/v1/balance`, { headers });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
  });

  it.each(['cs_test_none', 'constructor', '__proto__'])('has no session %s', async (id) => {
    const missing = merchant.client().checkout.sessions.retrieve(id);
    await expect(missing).rejects.toMatchObject({ statusCode: 404, code: 'resource_missing', param: 'id' });
    expect((await fetch(`${merchant.baseUrl}/pay/${id}`)).status).toBe(404);
  });

  it("answers an unknown route in Stripe's shape", async () => {
    const missing = merchant.client().products.list();
    await expect(missing).rejects.toMatchObject({ statusCode: 404, type: 'StripeInvalidRequestError' });
  });

  it('lists sessions by status, newest first, and pages through events', async () => {
    const client = merchant.client();
    const older = await merchant.newSession();
    const newer = await merchant.newSession();
    const open = await client.checkout.sessions.list({
      status: 'open',
      limit: 2,
      expand: ['data.line_items'],
    });
    expect(open.data.map(({ id }) => id)).toEqual([newer.id, older.id]);
    expect(open.data[0]!.line_items!.data[0]!.amount_total).toBe(1000);
    expect(open.has_more).toBe(true);

    await merchant.submit(older, { cardNumber: '4000000000000002' });
    await merchant.submit(older);
    await merchant.untilEvent('charge.updated');
    const charges: string[] = [];
    for await (const event of client.events.list({ type: 'charge.*', limit: 1 })) charges.push(event.type);
    expect(charges).toEqual(['charge.updated', 'charge.succeeded', 'charge.failed']);
    const early = await client.events.list({ type: 'charge.updated', created: { lt: older.created } });
    expect(early.data).toHaveLength(0);
    const [event] = (await client.events.list({ types: ['charge.updated'], created: { gte: older.created } }))
      .data;
    expect((await client.events.retrieve(event!.id)).type).toBe('charge.updated');
    const charge = await client.charges.retrieve((event!.data.object as Stripe.Charge).id);
    const source = { source: charge.id, type: 'charge', expand: ['data.source'] };
    const [transaction] = (await client.balanceTransactions.list(source)).data;
    expect(transaction).toMatchObject({ id: charge.balance_transaction, source: { id: charge.id } });
    expect(await client.balanceTransactions.retrieve(transaction!.id)).toMatchObject({ fee: 35 });
  });
});
