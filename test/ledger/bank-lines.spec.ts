import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { Books } from './books.js';
import { happenings as h } from './happenings.js';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

describe('the books', () => {
  it('post nothing for a happening of nothing', async () => {
    const books = new Books(database);
    await books.post(h.stripeFee('f', 0), h.payoutBanked('l', 0));
    expect(await books.all()).toEqual({});
  });

  it('take a bank line for one thing only', async () => {
    const books = new Books(database);
    await books.post(h.unexplained('l', 700));
    const before = await books.all();

    await books.post(h.givenByBank('l', 700));

    expect(await books.all()).toEqual(before);
    expect(await books.breaks.open()).toMatchObject([{ reference: 'bank appeal/l' }]);
  });
});
