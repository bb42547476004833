import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { giftOf, TestMerchant } from './test-merchant.js';

let merchant: TestMerchant;
beforeAll(async () => {
  merchant = await TestMerchant.open();
});
afterAll(() => merchant.close());

const donation = { donation_id: '0b0ff3b4-8a6d-4d9a-9f5e-0d8c5b1f1a11' };
const fine = giftOf(1000, { metadata: donation, payment_intent_data: { metadata: donation } });
let seen = 0;

/** What was noted since it was last asked for. */
const faults = async () => {
  const answer = await fetch(`${merchant.baseUrl}/stripe/watch`);
  const all = ((await answer.json()) as { faults: object[] }).faults;
  return all.slice(seen, (seen = all.length));
};
const create = (params: Stripe.Checkout.SessionCreateParams, key?: string) =>
  merchant.client().checkout.sessions.create(params, key === undefined ? {} : { idempotencyKey: key });

it('has nothing to say of requests as they should be', async () => {
  const session = await create(fine, 'watch-fine');
  await merchant.client().checkout.sessions.expire(session.id);
  await merchant.client().balanceTransactions.list({ created: { gte: 1 }, limit: 100 });
  expect(await faults()).toEqual([]);
});

it.each<[string, () => Promise<unknown>, object]>([
  [
    'a parameter that this version removed',
    () => create({ ...fine, payment_method_types: ['card'] } as object, 'watch-removed'),
    { fault: 'parameter_unknown', parameter: 'payment_method_types' },
  ],
  [
    'an unknown one in a question',
    () => merchant.client().refunds.list({ colour: 'red' } as object),
    { request: 'GET /v1/refunds', fault: 'parameter_unknown', parameter: 'colour' },
  ],
  ['a key that the client made up', () => create(fine), { fault: 'idempotency_key_missing' }],
  [
    'a name in metadata',
    () => create({ ...fine, metadata: { donor: 'Ada Example' } }, 'watch-name'),
    { fault: 'metadata_is_no_id', parameter: 'metadata[donor]' },
  ],
  [
    'a card number',
    () => create({ ...fine, client_reference_id: '4242 4242 4242 4242' }, 'watch-card'),
    { fault: 'card_number', parameter: 'client_reference_id' },
  ],
])('notes %s', async (_what, request, fault) => {
  await request().catch(() => undefined);
  expect(await faults()).toEqual([expect.objectContaining(fault)]);
});
