import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Donation } from '../../src/giving/donations/donation.entity.js';
import { Donations } from '../../src/giving/donations/donations.service.js';
import { News } from '../../src/platform/messaging/news.js';
import { BooksCheck } from '../../src/reports/check.js';
import { derivedId } from '../../src/vocabulary/ids.js';
import { pence } from '../../src/vocabulary/pence.js';
import { book, Books } from '../ledger/books.js';
import { happenings as h } from '../ledger/happenings.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase([Donation]);
});
afterEach(() => database.drop());

const at = new Date('2022-03-02T10:00:00Z');

/** A card donation of £10, charged and posted. */
async function give(books: Books, name: string): Promise<string> {
  const id = derivedId('donation', name);
  const donations = new Donations(database.dataSource, books.breaks, new News());
  await books.transactions.run(async (tx) => {
    const given = { appeal: book, appealVersion: 1, channel: 'card', collection: 'held' } as const;
    await donations.start(tx, [
      { ...given, id, purpose: 'restricted', amountPence: pence(1000), givenAt: at },
    ]);
    const found = await donations.lock(tx, [id]);
    await donations.confirm(
      tx,
      found.map((donation) => ({ donation, chargedPence: pence(1000), at })),
    );
  });
  await books.post(h.charge(`${name}-charge`, 1000, 35, { of: name }));
  return id;
}

describe('the check of the books', () => {
  it('finds nothing once money is passed on, given back and returned, and names a reversal that is no mirror', async () => {
    const books = new Books(database);
    const one = await give(books, 'one');
    await give(books, 'two');
    await books.post(
      h.operatorPaid('top-up', 2000),
      h.unexplained('unknown', 40),
      h.notOfAnAppeal('shop', 700),
    );
    await books.transactions.run((tx) => books.funds.remit(tx, h.remittance('r', 1500)));
    await books.post(h.refund('refund', 1000, { of: 'one' }), h.partnerReturned('back', 300));
    const wrong = h.remittanceReturned('wrong', 700);
    await books.post(wrong);
    await books.transactions.run((tx) => books.ledger.reverse(tx, wrong.id, 'break-1', at));
    await database.dataSource.query(
      `update giving.donation set refunded_pence = 1000, status = 'refunded' where id = $1`,
      [one],
    );
    const named = async () =>
      (await new BooksCheck(database.dataSource).run()).breaks.map(({ identity }) => identity);
    const tamper = (change: string) =>
      database.asOwner(`set session_replication_role = replica;
        update ledger.transfer set ${change} where reverses is not null`);

    expect(await named()).toEqual([]);
    await tamper('amount_pence = amount_pence - 1');
    expect(await named()).toEqual(['reversal_mirrors_its_entry']);
    await tamper('amount_pence = amount_pence + 1, leg = 2');
    expect(await named()).toEqual(['entry_is_whole', 'reversal_mirrors_its_entry']);
    await tamper('leg = 1, reverses = entry');
    expect(await named()).toEqual(['reversal_mirrors_its_entry']);
  });
});
