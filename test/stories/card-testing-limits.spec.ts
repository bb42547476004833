import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { appealFile } from '../support/appeal-files.js';
import { turnClock } from '../support/clock.js';
import { call, pay, paymentPage, settled, slug } from '../support/donor.js';
import { eventually } from '../support/eventually.js';

const declinedCards = ['4000 0000 0000 0002', '4000 0000 0000 9995', '4000 0000 0000 9987'];
const declinedCard = (index: number): string => declinedCards[index % declinedCards.length] ?? '';
const secondAppeal = 'second-appeal';

/** Each limit by itself: what it lets pass, and what it doesn’t. */
describe('against card testing', () => {
  let test: TestApp;
  let gifts = 0;
  beforeEach(async () => {
    test = await startTestApp({
      env: { TRUSTED_PROXIES: '127.0.0.1' },
      appeals: [
        appealFile([]),
        appealFile([
          [`slug: ${slug}`, `slug: ${secondAppeal}`],
          ["shortcode: '70141'", "shortcode: '70142'"],
        ]),
      ],
    });
  });
  afterEach(() => test.close());

  const start = (address: string, appeal = slug) =>
    call<{ id: string; code?: string; checkoutUrl: string }>(
      `${test.url}/api/v1/appeals/${appeal}/donations`,
      {
        method: 'POST',
        json: { amountPence: 300 },
        headers: { 'Idempotency-Key': `limited-gift-${gifts++}`, 'X-Forwarded-For': address },
      },
    );
  const tryCard = async (address: string, card?: string, appeal = slug): Promise<string> => {
    const { status, body } = await start(address, appeal);
    expect(status).toBe(201);
    await pay(await paymentPage(body.checkoutUrl), card);
    return body.id;
  };
  const counted = (what: 'declined' | 'paid', times: number) =>
    eventually(`${times} cards to be counted as ${what}`, async () => {
      const [row] = await test.database.dataSource.query<[{ count: number }]>(
        `select count(*)::integer from limits.mark where what = $1 and subject = 'all appeals'`,
        [what],
      );
      return row.count === times;
    });
  const status = async (id: string): Promise<string | undefined> => {
    const [row] = await test.database.dataSource.query<{ status: string }[]>(
      'select status from giving.donation where id = $1',
      [id],
    );
    return row?.status;
  };
  const asksForProof = async (appeal: string): Promise<boolean> =>
    (await call(`${test.url}/appeals/${appeal}`)).text.includes('data-difficulty');
  const alarm = async (): Promise<string | undefined> =>
    /^everypenny_card_testing_alarm (\d)/m.exec((await call(`${test.url}/metrics`)).text)?.[1];

  it('closes the page where one card was declined for the eighth time, whatever the address', async () => {
    const pages: string[] = [];
    for (let index = 0; index < 7; index++) pages.push(await tryCard(`203.0.113.${index}`, declinedCard(0)));
    const other = await tryCard('203.0.113.100', declinedCard(1));
    await counted('declined', 8);
    pages.push(await tryCard('203.0.113.7', declinedCard(0)));
    await eventually(
      'the eighth page to be closed',
      async () => (await status(pages[7] ?? '')) === 'expired',
    );
    for (const page of [...pages.slice(0, 7), other]) expect(await status(page)).toBe('pending');
  });

  it('forgets what was declined more than a day ago', async () => {
    const pages: { id: string; url: string }[] = [];
    for (let index = 0; index < 8; index++) {
      const { body } = await start(`203.0.113.${index}`);
      pages.push({ id: body.id, url: await paymentPage(body.checkoutUrl) });
    }
    // For us Stripe’s word on all of them is more than a day old.
    turnClock(test, 1.01);
    for (const { url } of pages) await pay(url, declinedCard(0));
    await counted('declined', 8);
    await settled(test);
    for (const { id } of pages) expect(await status(id)).toBe('pending');
  });

  it('makes an address wait that is patient: 30 declines in a day, though never ten in ten minutes', async () => {
    // For us Stripe’s word comes a quarter of an hour late, so that the last ten minutes are always empty.
    turnClock(test, 1 / 96);
    for (let index = 0; index < 29; index++) await tryCard('203.0.113.9', declinedCard(index));
    await counted('declined', 29);
    await tryCard('203.0.113.9', declinedCard(29));
    await counted('declined', 30);
    expect((await start('203.0.113.9')).body.code).toBe('too_many_attempts');
    expect((await start('203.0.113.10')).status).toBe(201);
    turnClock(test, 0.99);
    expect((await start('203.0.113.9')).status).toBe(429);
    turnClock(test, 1.01);
    expect((await start('203.0.113.9')).status).toBe(201);
  });

  it('makes an address wait that opens 5,000 pages in ten minutes and pays on none', async () => {
    const address = '203.0.113.11';
    const { body } = await start(address);
    await test.database.dataSource.query(
      `insert into limits.mark (id, what, subject, at)
       select 'as before ' || number, what, subject, at from limits.mark, generate_series(1, 4999) number where id = $1`,
      [body.id],
    );
    expect((await start(address)).status).toBe(201);
    expect((await start(address)).body.code).toBe('too_many_attempts');
  });

  it('raises the alarm over all appeals by what was tried on all of them together', async () => {
    for (let index = 0; index < 4; index++)
      await tryCard(`203.0.113.${index}`, declinedCard(index), index % 2 ? slug : secondAppeal);
    await counted('declined', 4);
    expect([await asksForProof(slug), await asksForProof(secondAppeal), await alarm()]).toEqual([
      false,
      false,
      '0',
    ]);
    await tryCard('203.0.113.4', declinedCard(4));
    await eventually('the alarm', async () => (await alarm()) === '1');
    await eventually('both forms to ask', async () => {
      return (await asksForProof(slug)) && (await asksForProof(secondAppeal));
    });
  });

  it('raises it over one appeal alone, while on all together more is paid than declined', async () => {
    for (let index = 0; index < 6; index++) await tryCard('203.0.113.1', undefined, secondAppeal);
    await counted('paid', 6);
    for (let index = 0; index < 5; index++) await tryCard(`203.0.113.${index}`, declinedCard(index));
    await counted('declined', 5);
    await eventually('the form to ask', () => asksForProof(slug));
    expect([await asksForProof(secondAppeal), await alarm()]).toEqual([false, '0']);
  });

  it('takes 50 declines in ten minutes for an attack: then three in a day make an address wait', async () => {
    for (let index = 0; index < 3; index++) await tryCard('203.0.113.12', declinedCard(index));
    for (let index = 0; index < 2; index++) await tryCard('203.0.113.13', declinedCard(index));
    for (let address = 0; address < 11; address++) {
      const { body } = await start(`198.51.100.${address}`);
      const page = await paymentPage(body.checkoutUrl);
      for (let index = 0; index < 4; index++) await pay(page, declinedCard(index));
    }
    await counted('declined', 49);
    await eventually('the alarm', async () => (await alarm()) === '1');
    expect((await start('203.0.113.12')).status).toBe(201);
    await tryCard('198.51.100.99', declinedCard(0));
    await eventually('the attack', async () => (await alarm()) === '2');
    await eventually('the address to wait', async () => (await start('203.0.113.12')).status === 429);
    expect((await start('203.0.113.13')).status).toBe(201);
  });
});
