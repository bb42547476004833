import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestMerchant, until } from './test-merchant.js';
import { FAIR, fateOf } from './weather.js';

let merchant: TestMerchant;
beforeEach(async () => {
  merchant = await TestMerchant.open();
});
afterEach(() => merchant.close());

interface Webhooks {
  held: { id: string; type: string }[];
  waiting: number;
}
const webhooks = async () => (await (await fetch(`${merchant.baseUrl}/stripe/webhooks`)).json()) as Webhooks;

describe('webhooks', () => {
  it('are held, and released in any order, twice, or never', async () => {
    await merchant.dashboard('webhooks', { held: true });
    await merchant.paid();
    const { held } = await webhooks();
    expect(held.map(({ type }) => type)).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
      'checkout.session.completed',
      'charge.updated',
    ]);
    expect(merchant.events).toEqual([]);
    const [, second, , , last] = held.map(({ id }) => id);
    await merchant.dashboard('webhooks/release', { events: [last, second, second] });
    await until(() => merchant.events.length === 3, 'the released ones');
    expect(merchant.typesOfEvents()).toEqual(['charge.updated', 'charge.succeeded', 'charge.succeeded']);
    const { data } = await merchant.client().events.list({ delivery_success: false });
    expect(data).toHaveLength(3);
    await merchant.dashboard('webhooks/release');
    await until(async () => (await webhooks()).waiting === 0, 'the rest');
    expect(merchant.events).toHaveLength(6);
  });

  it('are lost when they shall be, and can be listed all the same', async () => {
    await merchant.dashboard('webhooks', { lost: 100 });
    await merchant.paid();
    expect((await webhooks()).waiting).toBe(0);
    expect(merchant.events).toEqual([]);
    expect((await merchant.client().events.list()).data).toHaveLength(5);
    await merchant.dashboard('webhooks', { lost: 0, duplicated: 100 });
    await merchant.paid();
    await until(async () => (await webhooks()).waiting === 0, 'both copies');
    expect(merchant.events).toHaveLength(10);
  });

  it('have the same fate under the same seed, and about as often as was asked', () => {
    const weather = { ...FAIR, lost: 20, duplicated: 30, reordered: 50 };
    const fates = (seed: number) => Array.from({ length: 1000 }, (_, n) => fateOf({ ...weather, seed }, n));
    expect(fates(7)).toEqual(fates(7));
    expect(fates(7)).not.toEqual(fates(8));
    const lost = fates(7).filter(({ copiesAfterMs }) => copiesAfterMs.length === 0);
    expect(lost.length).toBeGreaterThan(150);
    expect(lost.length).toBeLessThan(250);
  });
});

describe('the Dashboard', () => {
  it('shows people what there is with what can become of it, and says why something can not', async () => {
    const charge = await merchant.paid();
    const press = (action: string, fields: Record<string, string>) =>
      fetch(`${merchant.baseUrl}/stripe/${action}`, {
        method: 'POST',
        headers: { Accept: 'text/html' },
        body: new URLSearchParams(fields),
      }).then((answer) => answer.text());
    expect(await press('dispute', { charge: charge.id })).toContain('needs response');
    expect(await press('payout', {})).toContain('−£20.35 is pending');
    expect(await press('refund', { charge: charge.id })).toContain('cannot issue a refund');
  });
});

describe('the API in trouble', () => {
  const balance = () => merchant.client().balance.retrieve();

  it.each([
    ['rate_limit', { statusCode: 429, code: 'rate_limit' }],
    ['lock_timeout', { statusCode: 409, code: 'lock_timeout' }],
    ['server_error', { statusCode: 500, type: 'StripeAPIError' }],
    ['dropped', { type: 'StripeConnectionError' }],
  ])('answers %s as often as it was told to', async (kind, error) => {
    await merchant.dashboard('trouble', { kind, path: '/v1/balance', times: 2 });
    await expect(balance()).rejects.toMatchObject(error);
    await merchant.newSession();
    // The client itself tries a dropped connection once more.
    if (kind !== 'dropped') await expect(balance()).rejects.toMatchObject(error);
    expect(await balance()).toMatchObject({ object: 'balance' });
  });

  it('carries a request out although the answer is lost, and gives the same answer to the same key', async () => {
    await merchant.dashboard('trouble', { kind: 'dropped_after', path: '/v1/checkout', times: 2 });
    const create = () =>
      merchant
        .client()
        .checkout.sessions.create(
          { mode: 'payment', success_url: 'http://127.0.0.1:9/', line_items: [aPound] },
          { idempotencyKey: 'lost-answer' },
        );
    await expect(create()).rejects.toMatchObject({ type: 'StripeConnectionError' });
    const session = await create();
    expect((await merchant.client().checkout.sessions.list()).data.map(({ id }) => id)).toEqual([session.id]);
  });

  it('refuses more than so many requests in a second', async () => {
    await merchant.dashboard('limit', { perSecond: 5 });
    const answers = await Promise.allSettled(Array.from({ length: 12 }, balance));
    const refused = answers.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    await merchant.dashboard('limit', { perSecond: 0 });
    await balance();
  });
});

const aPound = {
  quantity: 1,
  price_data: { currency: 'gbp', unit_amount: 100, product_data: { name: 'A pound' } },
};
