import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Transactions } from '../../src/platform/database/transactions.js';
import { Limits } from '../../src/platform/limits/limits.js';
import { startTestApp, type TestApp } from '../support/app.js';

describe('the limits, asked by many at once', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp({ workers: false, sandbox: false });
  });
  afterAll(() => test.close());

  const mark = (id: string, subjects: string[], at = new Date()): Promise<void> =>
    test.app
      .get(Transactions)
      .run((tx) => test.app.get(Limits).mark(tx, { id, what: 'declined', subjects, at }));
  const counts = (subjects: string[], ago = 60_000) =>
    test.app.get(Limits).counts(subjects, new Date(Date.now() - ago));

  it('count one happening once for each of its subjects', async () => {
    const twenty = Array.from({ length: 20 }, (_, index) => index);
    await Promise.all(twenty.map((index) => mark('ch_1', index % 2 === 0 ? ['a', 'b'] : ['b', 'a'])));
    expect(await counts(['a', 'b', 'c'])).toEqual([{ declined: 1 }, { declined: 1 }, {}]);
  });

  it('count every one of many happenings', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, index) => mark(`ch_many_${index}`, ['many'])));
    expect(await counts(['many'])).toEqual([{ declined: 40 }]);
  });

  it('forget what no limit looks back to, and nothing else', async () => {
    const hourMs = 3_600_000;
    await mark('ch_old', ['old'], new Date(Date.now() - 50 * hourMs));
    await mark('ch_new', ['old'], new Date(Date.now() - 47 * hourMs));
    await test.app.get(Limits).forget(new Date(Date.now() - 48 * hourMs));
    expect(await counts(['old'], 100 * hourMs)).toEqual([{ declined: 1 }]);
  });
});
