import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { pay, raised, settled, startCardDonation, type StartedDonation, total } from '../support/donor.js';
import { eventually } from '../support/eventually.js';

const donors = 2_000;
/** Ten times the default, so that a queue of 100 seconds takes 10: in proportion, the same queue. */
const perSecond = 200;
const atOnce = 50;

/** The machine may be busy with other tests. */
const longestMs = 240_000;

describe('2,000 donors in ten seconds', () => {
  let test: TestApp;
  let started: StartedDonation[] = [];
  beforeAll(async () => {
    test = await startTestApp({ env: { STRIPE_SESSIONS_PER_SECOND: String(perSecond), LOG_LEVEL: 'warn' } });
  });
  afterAll(() => test.close());

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
      const presses = Array.from({ length: donors }, (_, index) => index);
      const twice = [...presses, ...presses.filter((index) => index % 10 === 0)];
      const answers = await all(twice, (index) =>
        startCardDonation(test, { amountPence: 500 }, `surge-donor-${index}`),
      );
      expect(answers.every(({ status }) => status === 201)).toBe(true);
      started = answers.slice(0, donors).map(({ body }) => body);
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(donors);
      expect(await total(test)).toMatchObject({ raisedPence: 0, pendingPence: donors * 500 });
    },
    longestMs,
  );

  it('see their true place in the queue while they wait', async () => {
    const [last] = started.slice(-1);
    if (!last) throw new Error('nobody gave');
    const place = await eventually('a place in the queue, or a turn', async () => {
      const answer = await fetch(last.checkoutUrl, { redirect: 'manual' });
      if (answer.status === 303) return 'taken on';
      return /Your place in the queue is [\d,]+/.exec(await answer.text())?.[0];
    });
    expect(place).toMatch(/place in the queue|taken on/);
  });

  it('are all taken on, no faster than the account allows', async () => {
    for (let before = -1, made = 0; made < donors; before = made) {
      made = await eventually('more payment pages', async () => {
        const now = await sessions();
        return now > before && now;
      });
    }
    const [seconds] = await test.database.dataSource.query<{ most: number }[]>(
      `select max(calls)::integer as most from (select count(*) as calls from messaging.outbox
         where topic = 'card.session' group by date_trunc('second', done_at)) by_second`,
    );
    // A second's calls may be answered in another second than they were made in.
    expect(seconds?.most).toBeLessThanOrEqual(2 * perSecond);
  });

  it('pay once each, also who comes back and pays again', async () => {
    const some = started.filter((_, index) => index % 40 === 0);
    await all(some, async ({ checkoutUrl }) => {
      const { headers } = await fetch(checkoutUrl, { redirect: 'manual' });
      const page = headers.get('location') ?? '';
      await pay(page);
      await pay(page);
    });
    expect(await raised(test, some.length * 500)).toMatchObject({ donations: some.length });
    await settled(test);
    expect(await total(test)).toMatchObject({
      donations: some.length,
      pendingPence: (donors - some.length) * 500,
    });
    expect(await test.database.dataSource.query('select kind from breaks.break')).toEqual([]);
  });
});
