import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Transactions } from '../../src/platform/database/transactions.js';
import { Limits } from '../../src/platform/limits/limits.js';
import { proofOfWork } from '../../src/web/challenge.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { turnClock } from '../support/clock.js';
import { call, pay, paymentPage, settled, slug, startCardDonation } from '../support/donor.js';
import { eventually } from '../support/eventually.js';

const declinedCards = ['4000 0000 0000 0002', '4000 0000 0000 9995', '4000 0000 0000 9987'];

const tokenIn = (html: string): string => /name="formToken" value="([^"]+)"/.exec(html)?.[1] ?? '';

describe('card testing', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp({ env: { TRUSTED_PROXIES: '127.0.0.1' } });
  });
  afterAll(() => test.close());

  const start = (address: string, key: string) =>
    call<{ id: string; code: string; checkoutUrl: string }>(`${test.url}/api/v1/appeals/${slug}/donations`, {
      method: 'POST',
      json: { amountPence: 300 },
      headers: { 'Idempotency-Key': key, 'X-Forwarded-For': address },
    });
  const tryCard = async (address: string, key: string, card?: string) => {
    const { body } = await start(address, key);
    const page = await paymentPage(body.checkoutUrl);
    await pay(page, card);
    return { id: body.id, page };
  };
  const marks = async (what: string): Promise<number> => {
    const [row] = await test.database.dataSource.query<{ count: number }[]>(
      `select count(*)::integer from limits.mark where what = $1 and subject = 'all appeals'`,
      [what],
    );
    return row?.count ?? -1;
  };

  it('makes an address wait most of whose cards are declined, and nobody else', async () => {
    for (let card = 0; card < 10; card++) {
      const { status, body } = await start('2001:db8::7', `tester-${card}`);
      expect(status).toBe(201);
      await pay(await paymentPage(body.checkoutUrl), declinedCards[card % 3]);
    }
    await eventually('the declines to be counted', async () => (await marks('declined')) === 10);
    const refused = await start('2001:db8::99', 'tester-again');
    expect(refused.status).toBe(429);
    expect(refused.body.code).toBe('too_many_attempts');
    expect(refused.headers.get('retry-after')).toBe('600');
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect((await start('2001:db8:0:1::7', 'a-neighbour')).status).toBe(201);
    expect((await start('2001:db8::7', 'tester-0')).status).toBe(201);
  });

  it('tells staff', async () => {
    const headers = { Authorization: `Bearer ${await test.token('auditor')}` };
    const found = await eventually('a break', async () => {
      const { body } = await call<{ items: { kind: string; detail: string }[] }>(
        `${test.url}/api/v1/staff/breaks`,
        { headers },
      );
      return body.items.find(({ kind }) => kind === 'card_testing');
    });
    expect(found.detail).toMatch(/Of \d+ cards tried within ten minutes \d+ were declined/);
    expect((await call(`${test.url}/metrics`)).text).toContain('everypenny_card_testing_alarm 1');
    expect((await call(`${test.url}/metrics`)).text).toContain('everypenny_card_attempts_refused_total 1');
  });

  it('lets a newsroom behind one address give, though some of its cards are declined', async () => {
    for (let donor = 0; donor < 40; donor++)
      await tryCard(
        '203.0.113.1',
        `newsroom-${donor}`,
        donor % 4 === 0 ? declinedCards[donor % 3] : undefined,
      );
    await eventually('all tries to be told of', async () => {
      return (await marks('paid')) + (await marks('declined')) === 50;
    });
    expect({ paid: await marks('paid'), declined: await marks('declined') }).toEqual({
      paid: 30,
      declined: 20,
    });
    expect((await start('203.0.113.1', 'newsroom-last')).status).toBe(201);
  });

  it('closes a payment page on which five cards were declined', async () => {
    const { id, page } = await tryCard('203.0.113.5', 'one-page', declinedCards[0]);
    for (let card = 1; card < 5; card++) await pay(page, declinedCards[card % 3]);
    const status = async () => {
      const [row] = await test.database.dataSource.query<{ status: string }[]>(
        'select status from giving.donation where id = $1',
        [id],
      );
      return row?.status;
    };
    await eventually('the page to be closed', async () => (await status()) === 'expired');
    await pay(page);
    await settled(test);
    expect(await status()).toBe('expired');
  });

  it('says what to do on a page in plain English', async () => {
    const html = (await call(`${test.url}/appeals/${slug}`)).text;
    const token = tokenIn(html);
    const response = await fetch(`${test.url}/appeals/${slug}/donate`, {
      method: 'POST',
      body: new URLSearchParams({ amount: '5', version: '1', formToken: token }),
      headers: { 'X-Forwarded-For': '2001:db8::1' },
      redirect: 'manual',
    });
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('600');
    const page = await response.text();
    expect(page).toContain('Please wait a little');
    expect(page).not.toMatch(/declin|stolen|fraud/i);
  });
});

describe('the donate form during an alarm', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp({ workers: false });
    const limits = test.app.get(Limits);
    for (const id of ['1', '2', '3', '4', '5'])
      await test.app
        .get(Transactions)
        .run((tx) => limits.mark(tx, { id, what: 'declined', subjects: ['all appeals'], at: new Date() }));
  });
  afterAll(() => test.close());

  const give = async (html: string, challengeAnswer: (token: string) => string) => {
    const formToken = tokenIn(html);
    const answer = { challengeAnswer: challengeAnswer(formToken) };
    const response = await fetch(`${test.url}/appeals/${slug}/donate`, {
      method: 'POST',
      body: new URLSearchParams({ amount: '10', version: '1', formToken, ...answer }),
      redirect: 'manual',
    });
    return { status: response.status, html: await response.text() };
  };
  const worked = (token: string): string => {
    for (let number = 0; ; number++) if (proofOfWork.isAnswered(token, String(number))) return String(number);
  };

  it('asks the browser for a proof of work, and takes no other answer', async () => {
    const { text } = await call(`${test.url}/appeals/${slug}`);
    expect(text).toContain('data-difficulty="16"');
    expect(text).toContain('needs JavaScript');
    for (const wrong of ['', '-1', 'x', worked('another token')]) {
      const { status, html } = await give(text, () => wrong);
      expect(status).toBe(400);
      expect(html).toContain('we check that gifts come from people');
      expect(html).toContain('data-difficulty="16"');
    }
    expect((await give(text, worked)).status).toBe(303);
  });

  it('leaves the API to the limits', async () => {
    const { status } = await startCardDonation(test, { amountPence: 500 }, 'a-program');
    expect(status).toBe(201);
  });
});

describe('the number of a donate form', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp({ workers: false });
  });
  afterAll(() => test.close());

  const shown = async () => tokenIn((await call(`${test.url}/appeals/${slug}`)).text);
  const send = async (formToken: string, amount: string) => {
    const body = new URLSearchParams({ amount, version: '1', formToken });
    const { status, headers } = await fetch(`${test.url}/appeals/${slug}/donate`, {
      method: 'POST',
      body,
      redirect: 'manual',
    });
    return { status, location: headers.get('location') };
  };
  const donations = async (): Promise<number> => {
    const [row] = await test.database.dataSource.query<{ count: number }[]>(
      'select count(*)::integer from giving.donation',
    );
    return row?.count ?? -1;
  };

  it('is good for one donation, however often the form is sent at once', async () => {
    const token = await shown();
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(token, '10')));
    expect(new Set(answers.map(({ location }) => location)).size).toBe(1);
    expect(await donations()).toBe(1);
    expect((await send(token, '20')).status).toBe(400);
    expect(await donations()).toBe(1);
  });

  it('is used by one of twenty forms that say different things at once', async () => {
    const before = await donations();
    const token = await shown();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => send(token, `${10 + index}`)));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(await donations()).toBe(before + 1);
  });

  it('lasts for half a day, though it was not used', async () => {
    const [early, late] = [await shown(), await shown()];
    turnClock(test, 11 / 24);
    expect((await send(early, '10')).status).toBe(303);
    turnClock(test, 13 / 24);
    const before = await donations();
    expect((await send(late, '10')).status).toBe(400);
    expect(await donations()).toBe(before);
    turnClock(test, 0);
  });

  it('can’t be made up', async () => {
    const [id, at, mac] = (await shown()).split('.');
    for (const forged of [`${id}.${at}.x`, `${crypto.randomUUID()}.${at}.${mac}`, '..', 'x'])
      expect((await send(forged, '10')).status).toBe(400);
  });
});
