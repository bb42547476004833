import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Workers } from '../../src/platform/messaging/workers.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { pay, raised, settled, startCardDonation, type StartedDonation, total } from '../support/donor.js';
import { eventually } from '../support/eventually.js';
import { StripeWorld } from '../support/stripe.js';

const donors = 2_000;
/** Ten times the default, so that a queue of 100 seconds takes 10: in proportion, the same queue. */
const perSecond = 200;
const atOnce = 50;
/** The donors who come last, one after another, so that each knows how many were before. */
const lastOnes = 5;
/** A pace may save up a quarter of a second while nobody comes. */
const savedUp = perSecond / 4;

/** The machine may be busy with other tests. */
const longestMs = 240_000;

describe('2,000 donors in ten seconds', () => {
  let test: TestApp;
  let started: StartedDonation[] = [];
  beforeAll(async () => {
    const env = { STRIPE_SESSIONS_PER_SECOND: String(perSecond), LOG_LEVEL: 'warn' };
    test = await startTestApp({ workers: false, env });
  });
  afterAll(() => test.close());

  const give = (index: number) => startCardDonation(test, { amountPence: 500 }, `surge-donor-${index}`);
  /** What the page says: the place in the queue, or 0 for whoever is taken to Stripe. */
  const place = async ({ checkoutUrl }: StartedDonation): Promise<number> => {
    const answer = await fetch(checkoutUrl, { redirect: 'manual' });
    if (answer.status === 303) return 0;
    const [, said] = /Your place in the queue is ([\d,]+)/.exec(await answer.text()) ?? [];
    return Number(said?.replace(',', ''));
  };

  /** So many at a time, as that many browsers would. */
  const all = async <Item, Result>(items: Item[], work: (item: Item, index: number) => Promise<Result>) => {
    const results: Result[] = [];
    let next = 0;
    const one = async (): Promise<void> => {
      for (let index = next++; index < items.length; index = next++)
        results[index] = await work(items[index] as Item, index);
    };
    await Promise.all(Array.from({ length: atOnce }, one));
    return results;
  };
  const sessions = async (): Promise<number> => {
    const [row] = await test.database.dataSource.query<[{ made: number }]>(
      'select count(session_id)::integer as made from card.payment',
    );
    return row.made;
  };

  it(
    'are all accepted, each durably and once, though a tenth of them press twice',
    async () => {
      const presses = Array.from({ length: donors - lastOnes }, (_, index) => index);
      const twice = [...presses, ...presses.filter((index) => index % 10 === 0)];
      const answers = await all(twice, give);
      for (let index = presses.length; index < donors; index++) answers.push(await give(index));
      expect(answers.every(({ status }) => status === 201)).toBe(true);
      started = [...answers.slice(0, presses.length), ...answers.slice(-lastOnes)].map(({ body }) => body);
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(donors);
      expect(await total(test)).toMatchObject({ raisedPence: 0, pendingPence: donors * 500 });
    },
    longestMs,
  );

  it('see their true place in the queue while they wait, as often as they look', async () => {
    const last = started.slice(-lastOnes);
    const places = last.map((_, index) => donors - lastOnes + index + 1);
    expect(await Promise.all(last.map(place))).toEqual(places);
    expect(await Promise.all(last.map(place))).toEqual(places);
  });

  it(
    'see it fall until it is their turn',
    async () => {
      const [last] = started.slice(-1);
      if (!last) throw new Error('nobody gave');
      const begins = Date.now();
      test.app.get(Workers).start();
      const places = [donors];
      while (places.at(-1) !== 0) places.push(await place(last));
      expect(places.length).toBeGreaterThan(3);
      expect(places).toEqual(places.toSorted((one, other) => other - one));
      expect(new Set(places).size).toBe(places.length);
      // Whoever is last can't be taken on sooner than the pace allows.
      expect(Date.now() - begins).toBeGreaterThan(((donors - savedUp) / perSecond) * 1_000);
    },
    longestMs,
  );

  it('are all taken on, each on one payment page, no faster than the account allows', async () => {
    await eventually('the last payment pages', async () => (await sessions()) === donors);
    const atStripe = [];
    for await (const session of new StripeWorld(test).client.checkout.sessions.list({ limit: 100 }))
      atStripe.push(session.client_reference_id);
    expect(atStripe.toSorted()).toEqual(started.map(({ id }) => id).toSorted());
    const [seconds] = await test.database.dataSource.query<{ most: number }[]>(
      `select max(calls)::integer as most from (select count(*) as calls from messaging.outbox
         where topic = 'card.session' group by date_trunc('second', done_at)) by_second`,
    );
    // A second's calls may be answered in another second than they were made in.
    expect(seconds?.most).toBeLessThanOrEqual(2 * perSecond);
  });

  it('pay once each, also who comes back and pays again', async () => {
    const paying = started.map((donation, index) => ({ ...donation, index }));
    const some = paying.filter(({ index }) => index % 40 === 0);
    await all(some, async ({ checkoutUrl, index }) => {
      const { headers } = await fetch(checkoutUrl, { redirect: 'manual' });
      const page = headers.get('location') ?? '';
      await Promise.all([pay(page), pay(page)]);
      await pay(page);
      expect((await give(index)).body.checkoutUrl).toBe(checkoutUrl);
    });
    expect(await raised(test, some.length * 500)).toMatchObject({ donations: some.length });
    await settled(test);
    expect(await total(test)).toMatchObject({
      donations: some.length,
      pendingPence: (donors - some.length) * 500,
    });
    const { data: charges } = await new StripeWorld(test).client.charges.list({ limit: 100 });
    expect(charges.filter(({ paid }) => paid)).toHaveLength(some.length);
    expect(await sessions()).toBe(donors);
    expect(await test.database.dataSource.query('select kind from breaks.break')).toEqual([]);
  });
});
