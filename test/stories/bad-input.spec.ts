import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { DataSource } from 'typeorm';
import { startTestApp, type TestApp } from '../support/app.js';
import { call, slug, startCardDonation } from '../support/donor.js';
import { eventually } from '../support/eventually.js';

interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  errors?: { field: string; message: string }[];
}

const event = JSON.stringify({
  id: 'evt_1',
  object: 'event',
  type: 'charge.updated',
  data: { object: { metadata: {} } },
});
const signed = (secret: string, timestamp = Math.floor(Date.now() / 1_000), payload = event): string =>
  new Stripe('sk_test').webhooks.generateTestHeaderString({ payload, secret, timestamp });

describe('bad input', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp({ workers: false });
  });
  afterAll(() => test.close());

  const rows = async (): Promise<Record<string, number>> => {
    const [row] = await test.database.dataSource.query<Record<string, number>[]>(
      `select (select count(*) from giving.donation)::integer as donations,
         (select count(*) from messaging.inbox)::integer as inbox,
         (select count(*) from ledger.transfer)::integer as transfers`,
    );
    return row ?? {};
  };

  /** Expects a problem document with this status and code, and a database that is as it was. */
  const refused = async (
    asked: () => Promise<{ status: number; headers: Headers; body: unknown }>,
    status: number,
    code: string,
  ) => {
    const before = await rows();
    const answer = await asked();
    const problem = answer.body as Problem;
    expect({ status: answer.status, code: problem?.code }).toEqual({ status, code });
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(problem).toMatchObject({
      status,
      type: expect.stringContaining(code),
      title: expect.any(String),
      detail: expect.any(String),
    });
    expect(await rows()).toEqual(before);
    return problem;
  };

  it.each([
    ['0', { amountPence: 0 }],
    ['−1', { amountPence: -1 }],
    ['a fraction of a penny', { amountPence: 2.99 }],
    ['less than the appeal’s least', { amountPence: 299 }],
    ['1e9', { amountPence: 1e9 }],
    ['beyond what a number holds', { amountPence: 1e21 }],
    ['text', { amountPence: '5' }],
    ['nothing at all', {}],
    ['null', { amountPence: null }],
    ['a list', { amountPence: [500] }],
  ])('refuses an amount of %s by its field', async (_, json) => {
    const problem = await refused(
      () => startCardDonation(test, json, 'bad-amount'),
      400,
      'validation_failed',
    );
    expect(new Set(problem.errors?.map(({ field }) => field))).toEqual(new Set(['amountPence']));
  });

  it('refuses a field that it doesn’t know, and one of the donor that is wrong, by name', async () => {
    const json = { amountPence: 500, tip: 100, donor: { email: 'not an address' } };
    const { errors } = await refused(
      () => startCardDonation(test, json, 'bad-fields'),
      400,
      'validation_failed',
    );
    expect(errors?.map(({ field }) => field).toSorted()).toEqual(['donor.email', 'tip']);
  });

  it.each([
    ['a missing', {}],
    ['a short', { 'Idempotency-Key': 'short' }],
    ['a long', { 'Idempotency-Key': 'x'.repeat(256) }],
  ])('refuses %s Idempotency-Key', (_, headers: Record<string, string>) =>
    refused(
      () =>
        call(`${test.url}/api/v1/appeals/${slug}/donations`, {
          method: 'POST',
          json: { amountPence: 500 },
          headers,
        }),
      400,
      'idempotency_key_missing',
    ),
  );

  it('gives the same answer to the same key and request, and refuses the key for another', async () => {
    const first = await startCardDonation(
      test,
      { amountPence: 500, donor: { firstName: 'A', lastName: 'B' } },
      'same-key-1',
    );
    const again = await startCardDonation(
      test,
      { donor: { lastName: 'B', firstName: 'A' }, amountPence: 500 },
      'same-key-1',
    );
    expect(first.status).toBe(201);
    expect(again.body).toEqual(first.body);
    await refused(
      () => startCardDonation(test, { amountPence: 501 }, 'same-key-1'),
      409,
      'idempotency_key_reused',
    );
  });

  it('refuses an unknown appeal, and one that has stopped', async () => {
    const give = (to: string) => () =>
      call(`${test.url}/api/v1/appeals/${to}/donations`, {
        method: 'POST',
        json: { amountPence: 500 },
        headers: { 'Idempotency-Key': `for ${to}`.replaceAll(' ', '-') },
      });
    await refused(give('moon'), 404, 'appeal_not_found');
    await refused(() => call(`${test.url}/api/v1/appeals/moon`), 404, 'appeal_not_found');
    await test.database.dataSource.query(`update giving.appeal set status = 'stopped'`);
    await refused(give(slug), 409, 'appeal_not_open');
    await test.database.dataSource.query(`update giving.appeal set status = 'closed'`);
    await refused(give(slug), 409, 'appeal_not_open');
    await test.database.dataSource.query(`update giving.appeal set status = 'open'`);
  });

  it('refuses JSON that isn’t, a kind of content that it can’t read, and 5 MB', async () => {
    const post =
      (body: string, type = 'application/json') =>
      () =>
        call(`${test.url}/api/v1/appeals/${slug}/donations`, {
          method: 'POST',
          body,
          headers: { 'Content-Type': type, 'Idempotency-Key': 'bad-bodies' },
        });
    await refused(post('{"amountPence": 500'), 400, 'malformed');
    await refused(post('<amount/>', 'application/xml'), 415, 'unsupported_media_type');
    await refused(
      post(JSON.stringify({ amountPence: 500, note: 'x'.repeat(5_000_000) })),
      413,
      'body_too_large',
    );
    await refused(post('"500"'), 400, 'validation_failed');
    await refused(post('[]'), 400, 'validation_failed');
    await refused(post('null'), 400, 'validation_failed');
  });

  it('refuses a Stripe event that is unsigned, wrongly signed, for another body, or too old', async () => {
    const send =
      (signature: string, body = event) =>
      () =>
        call(`${test.url}/webhooks/stripe`, {
          method: 'POST',
          body,
          headers: { 'Content-Type': 'application/json', 'Stripe-Signature': signature },
        });
    const secret = test.config.stripe.webhookSecrets[0] ?? '';
    await refused(send(''), 400, 'signature_invalid');
    await refused(send(signed('whsec_another')), 400, 'signature_invalid');
    await refused(send(signed(secret), event.replace('evt_1', 'evt_2')), 400, 'signature_invalid');
    await refused(send(signed(secret, Math.floor(Date.now() / 1_000) - 301)), 400, 'signature_invalid');
    const right = signed(secret);
    expect((await send(right)()).status).toBe(200);
    const before = await rows();
    expect((await send(right)()).status).toBe(200);
    expect(await rows()).toEqual(before);
  });

  it('refuses a text with a wrong token, and keeps a text that comes twice once', async () => {
    const form = {
      IFVERSION: '1',
      MONUMBER: '447700900001',
      OPERATOR: 'o2-uk',
      DESTINATION: '70141',
      BODY: 'SUN£3',
      GUID: 'g-1',
    };
    const send = (token: string) => () =>
      call(`${test.url}/webhooks/text/fonix/${token}/message`, {
        method: 'POST',
        body: new URLSearchParams(form),
      });
    await refused(send('another-token'), 403, 'sender_refused');
    expect((await send(test.config.fonix.webhookToken)()).status).toBe(200);
    const before = await rows();
    expect((await send(test.config.fonix.webhookToken)()).status).toBe(200);
    expect(await rows()).toEqual(before);
  });

  it('refuses addresses that nothing is known by, ids that aren’t, and staff routes without a token', async () => {
    await refused(() => call(`${test.url}/api/v1/nothing`), 404, 'not_found');
    await refused(() => call(`${test.url}/api/v1/donations/42?token=x`), 404, 'donation_not_found');
    await refused(() => call(`${test.url}/api/v1/staff/donations`), 401, 'not_signed_in');
    const headers = { Authorization: `Bearer ${await test.token('auditor')}` };
    await refused(
      () => call(`${test.url}/api/v1/staff/reports/donations.csv`, { headers }),
      403,
      'not_allowed',
    );
  });

  it('refuses what can’t even be read as an address or a request, as a problem too', async () => {
    await refused(() => call(`${test.url}/api/v1/appeals/%zz`), 400, 'malformed');
    await refused(() => call(`${test.url}/api/v1/appeals/%00`), 404, 'appeal_not_found');
    await refused(() => call(`${test.url}/api/v1/appeals/${'x'.repeat(300)}`), 404, 'appeal_not_found');
    await refused(
      () => call(`${test.url}/api/v1/appeals`, { headers: { 'X-Long': 'x'.repeat(20_000) } }),
      431,
      'headers_too_large',
    );
  });

  it('refuses a signed event that has no id', async () => {
    for (const body of ['{}', 'null', '[]', '"x"']) {
      const signature = signed(test.config.stripe.webhookSecrets[0] ?? '', undefined, body);
      const headers = { 'Content-Type': 'application/json', 'Stripe-Signature': signature };
      const { status } = await call(`${test.url}/webhooks/stripe`, { method: 'POST', body, headers });
      expect(status).toBe(400);
    }
  });

  it('asks for a form again that has no number of its own, so that two strangers never share a donation', async () => {
    const body = new URLSearchParams({ amount: '10', version: '1' });
    const { status, text } = await call(`${test.url}/appeals/${slug}/donate`, { method: 'POST', body });
    expect({ status, asked: text.includes('Please send the form once more') }).toEqual({
      status: 400,
      asked: true,
    });
  });

  it('answers 503 and is not ready while the store takes no writes', async () => {
    const admin = new DataSource({ type: 'postgres', url: test.database.ownerUrl });
    await admin.initialize();
    const [{ name } = { name: '' }] = await admin.query<{ name: string }[]>(
      'select current_database() as name',
    );
    const all = `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and pid <> pg_backend_pid()`;
    await admin.query(`alter database "${name}" set default_transaction_read_only = on`);
    await admin.query(all);
    const give = () => startCardDonation(test, { amountPence: 500 }, 'while-read-only');
    await eventually(
      'the product to notice',
      async () => (await call(`${test.url}/health/ready`)).status === 503,
    );
    const refusal = await give();
    expect({ status: refusal.status, wait: refusal.headers.get('retry-after') }).toEqual({
      status: 503,
      wait: '5',
    });
    await admin.query(`set default_transaction_read_only = off`);
    await admin.query(`alter database "${name}" reset default_transaction_read_only`);
    await admin.query(all);
    await admin.destroy();
    await eventually('the product to recover', async () => (await give()).status === 201);
  });

  it('tells a person on a page, in plain English', async () => {
    const { status, headers, text } = await call(`${test.url}/appeals/moon`);
    expect(status).toBe(404);
    expect(headers.get('content-type')).toMatch(/^text\/html/);
    expect(text).toContain('No such appeal');
  });
});

describe('a text from an address that is not allowed', () => {
  it('is refused', async () => {
    const test = await startTestApp({
      workers: false,
      sandbox: false,
      env: { FONIX_ALLOWED_IPS: '54.194.0.0/16' },
    });
    const { status } = await call(
      `${test.url}/webhooks/text/fonix/${test.config.fonix.webhookToken}/message`,
      {
        method: 'POST',
        body: new URLSearchParams({ GUID: 'g-2' }),
      },
    );
    expect(status).toBe(403);
    await test.close();
  });
});

describe('in production', () => {
  it('the public listener has no metrics', async () => {
    const test = await startTestApp({
      workers: false,
      sandbox: false,
      env: {
        NODE_ENV: 'production',
        PUBLIC_URL: 'https://appeals.example.org',
        STRIPE_SECRET_KEY: 'sk_live_1',
        STRIPE_WEBHOOK_SECRET: 'whsec_1',
        FONIX_API_KEY: 'live_1',
        FONIX_WEBHOOK_TOKEN: 'a-long-random-word',
        FONIX_ALLOWED_IPS: '54.194.146.155',
      },
    });
    expect((await call(`${test.url}/metrics`)).status).toBe(404);
    const ready = await call(`${test.url}/health/ready`);
    expect(ready.status).toBe(200);
    expect(ready.headers.get('strict-transport-security')).toContain('max-age');
    await test.close();
  });
});
