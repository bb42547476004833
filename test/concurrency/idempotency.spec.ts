import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { Transactions } from '../../src/platform/database/transactions.js';
import { Outbox } from '../../src/platform/messaging/outbox.js';
import { derivedId } from '../../src/vocabulary/ids.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { pay, paymentPage, raised, settled, startCardDonation } from '../support/donor.js';
import { postForm, postMessage } from '../support/gateway.js';
import { eventually } from '../support/eventually.js';

const twenty = <Result>(work: (index: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: 20 }, (_, index) => work(index)));

describe('the same thing 20 times at once', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  const count = async (from: string, params: unknown[] = []): Promise<number> => {
    const [row] = await test.database.dataSource.query<[{ rows: number }]>(
      `select count(*)::integer as rows from ${from}`,
      params,
    );
    return row.rows;
  };

  it('starts one donation by an Idempotency-Key, and answers each request alike', async () => {
    const answers = await twenty(() => startCardDonation(test, { amountPence: 700 }, 'twenty-at-once'));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(201);
    expect(await count('giving.donation')).toBe(1);
    expect(await count('card.payment')).toBe(1);
    expect(await count(`messaging.outbox where topic = 'card.session'`)).toBe(1);
  });

  it('lets one of 20 different requests have the key, and refuses the others', async () => {
    const answers = await twenty((index) =>
      startCardDonation(test, { amountPence: 1_000 + index }, 'fought-over'),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19);
    expect(await count('giving.donation where amount_pence between 1000 and 1019')).toBe(1);
  });

  it('books one Stripe payment however often its event comes', async () => {
    const { body } = await startCardDonation(test, { amountPence: 900 }, 'paid-and-told');
    await pay(await paymentPage(body.checkoutUrl));
    await raised(test, 900);
    await settled(test);
    const before = await count('messaging.inbox');
    const event = await completed(body.id);
    const answers = await twenty(() => sendSigned(event));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    await settled(test);
    expect(await count('messaging.inbox')).toBe(before + 1);
    expect(await count('ledger.transfer where donation_id = $1 and leg = 1', [body.id])).toBe(1);
    expect(await raised(test, 900)).toMatchObject({ donations: 1 });
  });

  /** Stripe's word that the session of a donation was completed. */
  const completed = async (donationId: string): Promise<string> => {
    const [payment] = await test.database.dataSource.query<[{ session: string }]>(
      'select session_id as session from card.payment where donation_id = $1',
      [donationId],
    );
    const object = { id: payment.session, object: 'checkout.session', client_reference_id: donationId };
    const type = 'checkout.session.completed';
    return JSON.stringify({ id: 'evt_twenty_at_once', object: 'event', type, data: { object } });
  };

  const sendSigned = async (body: string): Promise<Response> => {
    const signature = Stripe.webhooks.generateTestHeaderString({
      payload: body,
      secret: test.config.stripe.webhookSecrets[0] ?? '',
    });
    return fetch(`${test.url}/webhooks/stripe`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Stripe-Signature': signature },
      body,
    });
  };

  it('books one charge however often the gateway reports it', async () => {
    await postMessage(test, { GUID: 'charged-once' });
    await raised(test, 900 + 300);
    await settled(test);
    const [charge] = await test.database.dataSource.query<[{ id: string; gatewayId: string }]>(
      'select id, gateway_id as "gatewayId" from text.charge',
    );
    const answers = await twenty((index) =>
      postForm(test, test.url, 'charge-report', {
        GUID: charge.gatewayId,
        STATUSCODE: 'DELIVERED',
        REQUESTID: charge.id.replaceAll('-', ''),
        // Ten of one time and ten of another: two rows of the inbox, which say the same.
        STATUSTIME: index % 2 === 0 ? '20261123120000' : '20261123120001',
        RETRYCOUNT: String(index),
      }),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    await settled(test);
    expect(await count(`messaging.inbox where source = 'fonix.charge-report'`)).toBe(3);
    expect(await count('ledger.transfer where source_id = $1', [charge.id])).toBe(1);
    expect(await raised(test, 1_200)).toMatchObject({ donations: 2 });
    expect(await count('breaks.break')).toBe(0);
  });

  it('promises one call by its id', async () => {
    const message = { id: derivedId('twenty promises'), topic: 'test.nobody', payload: {} };
    const transactions = test.app.get(Transactions);
    await twenty(() => transactions.run((tx) => test.app.get(Outbox).send(tx, [message])));
    expect(await count(`messaging.outbox where topic = 'test.nobody'`)).toBe(1);
  });

  it('ends a real deadlock by running the loser again', async () => {
    const transactions = test.app.get(Transactions);
    await test.database.asOwner(
      `insert into messaging.pace (topic, spent_until) values ('one', now()), ('two', now())`,
    );
    let runs = 0;
    const holding = { one: false, two: false };
    const both = async (first: 'one' | 'two', second: 'one' | 'two') =>
      transactions.run(async (tx) => {
        runs++;
        const lock = (topic: string) =>
          tx.query('update messaging.pace set spent_until = now() where topic = $1', [topic]);
        await lock(first);
        holding[first] = true;
        await eventually('both to hold one', async () => holding.one && holding.two);
        await lock(second);
      });
    await Promise.all([both('one', 'two'), both('two', 'one')]);
    expect(runs).toBe(3);
  });
});
