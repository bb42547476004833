import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { fundBalances } from '../../src/ledger/fund-balance.js';
import { freeInBank, freeInFund, sendingAccounts } from '../../src/ledger/fund-rules.js';
import { book, Books, type Happened } from './books.js';
import { happenings as h, partner } from './happenings.js';

let database: TestDatabase;
let books: Books;
beforeEach(async () => {
  database = await createTestDatabase();
  books = new Books(database);
});
afterEach(() => database.drop());

const remit = (id: string, amount: number) =>
  books.transactions.run((tx) => books.funds.remit(tx, h.remittance(id, amount)));
const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'sent',
    (error: { code: string }) => error.code,
  );
const many = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => make(index));

describe('a remittance', () => {
  const notEnough: [string, Happened[]][] = [
    ['the bank has', [h.charge('c', 1000, 0), h.givenByBank('l', 500, { of: 'bank' })]],
    [
      'the bank has beside refunds that are still owed',
      [
        h.charge('c', 1000, 0),
        h.givenByBank('l', 700, { of: 'bank' }),
        h.refund('r', 200),
        h.refundFailed('f', 200),
      ],
    ],
    [
      'the bank has beside what nobody has explained',
      [h.givenByBank('l', 500), h.unexplained('m', 300), h.charge('c', 800, 0, { of: 'card' })],
    ],
    ['the fund holds', [h.givenByBank('l', 500), h.operatorPaid('o', 900)]],
    [
      'the fund holds beside disputes',
      [
        h.givenByBank('l', 500),
        h.operatorPaid('o', 900),
        h.charge('c', 300, 0, { of: 'card' }),
        h.dispute('d', 300, 0, { of: 'card' }),
      ],
    ],
    [
      'the fund holds beside texts that are not paid yet',
      [h.givenByBank('l', 500), h.operatorPaid('o', 900), h.text('t', 300, { of: 'text' })],
    ],
    [
      'its own purpose holds',
      [h.givenByBank('l', 500), h.givenByBank('m', 900, { of: 'other', purpose: 'surplus' })],
    ],
  ];

  it.each(notEnough)('may take no more than what %s', async (_, before) => {
    await books.post(...before);
    const balances = await books.transactions.run((tx) => fundBalances(tx, book, sendingAccounts));
    expect(Math.min(freeInBank(balances), freeInFund(balances, 'restricted'))).toBe(500);
  });

  it('is a no-op the second time, though nothing is left', async () => {
    await books.post(h.givenByBank('l', 500));
    await remit('one', 500);
    const after = await books.all();

    expect(await outcome(remit('one', 500))).toBe('sent');
    expect(await books.all()).toEqual(after);
  });

  it('and refunds at once leave what one after the other would', async () => {
    await books.post(...many(8, (index) => h.givenByBank(`l${index}`, 100, { of: `gift-${index}` })));

    const sent = many(8, (index) => remit(`r${index}`, 100));
    const refunds = many(8, (index) => books.post(h.refund(`b${index}`, 100, { of: `gift-${index}` })));
    await Promise.all([...sent, ...refunds]);

    const balances = await books.all();
    expect(balances).toMatchObject({ stripe_balance: -800 });
    expect(balances['held:restricted'] ?? 0).toBe(0);
    expect(balances[`due_from_partner:${partner}`] ?? 0).toBe(800);
    expect(balances.appeal_bank ?? 0).toBe(0);
  });
});

describe('a refund', () => {
  it('splits what is left in the order given when several come together, each once', async () => {
    await books.post(h.givenByBank('l', 500), h.givenByBank('m', 500, { of: 'other' }));
    await remit('r', 700);
    const refunds = [h.refund('a', 200), h.refund('a', 200), h.refund('b', 200, { of: 'other' })];

    await books.transactions.run((tx) => books.funds.withdraw(tx, refunds));
    const after = await books.all();
    expect(after[`due_from_partner:${partner}`]).toBe(100);

    await books.post(h.charge('later', 900, 0, { of: 'later' }));
    await books.transactions.run((tx) => books.funds.withdraw(tx, refunds));
    expect((await books.all())[`due_from_partner:${partner}`]).toBe(100);
  });

  it('waits for its charge', async () => {
    expect(await outcome(books.post(h.refund('r', 100)))).toBe('charge_not_booked');
    expect(await books.all()).toEqual({});
  });
});

describe('a surplus notice', () => {
  it('is refused beyond what is held less the texts that are not paid yet', async () => {
    await books.post(h.givenByBank('l', 500), h.text('t', 300, { of: 'text' }));
    const notice = (id: string, amount: number) =>
      outcome(books.transactions.run((tx) => books.funds.designateSurplus(tx, h.notice(id, amount))));

    expect(await notice('too-much', 501)).toBe('not_enough_held');
    expect(await Promise.all(many(5, (index) => notice(`n${index}`, 250)))).toEqual(
      expect.arrayContaining(['sent', 'sent', 'not_enough_held']),
    );
    expect(await books.all()).toMatchObject({ 'held:restricted': 300, 'held:surplus': 500 });
  });
});

describe('a set-off', () => {
  it('is refused beyond what the partner owes', async () => {
    await books.post(h.givenByBank('l', 500));
    await remit('r', 500);
    await books.post(h.refund('b', 200), h.charge('c', 900, 0, { of: 'later' }));
    const setOff = (id: string, amount: number) =>
      outcome(books.transactions.run((tx) => books.funds.setOff(tx, h.remittance(id, amount))));

    expect(await setOff('too-much', 201)).toBe('not_enough_held');
    expect((await Promise.all(many(4, (index) => setOff(`s${index}`, 100)))).toSorted()).toEqual([
      'not_enough_held',
      'not_enough_held',
      'sent',
      'sent',
    ]);
    expect(await books.all()).toMatchObject({ 'held:restricted': 700 });
  });
});

describe('a reversal', () => {
  const at = new Date('2022-03-05T10:00:00Z');
  const reverse = (entry: string, why = 'break-1') =>
    books.transactions.run((tx) => books.ledger.reverse(tx, entry, why, at));
  const charge = h.charge('c', 1000, 35);

  it('undoes a whole entry once, names it, and keeps both', async () => {
    await books.post(charge);

    const reversals = await Promise.all(many(10, (index) => reverse(charge.id, `break-${index}`)));

    expect(await books.all()).toEqual({});
    const rows = await database.dataSource.query<unknown[]>(
      `select entry, leg, happening, source from ledger.transfer where reverses = $1 order by leg`,
      [charge.id],
    );
    const entry = reversals[0]?.reversal;
    expect(rows).toEqual([
      { entry, leg: 1, happening: 'card_charged', source: 'correction' },
      { entry, leg: 2, happening: 'card_charged', source: 'correction' },
    ]);
  });

  it('is refused for an entry that is not there, and for a reversal', async () => {
    expect(await outcome(reverse(charge.id))).toBe('entry_not_found');
    await books.post(charge);
    const { reversal } = await reverse(charge.id);
    expect(await outcome(reverse(reversal))).toBe('reversal_not_reversible');
  });

  it('is refused where the fund has passed the money on', async () => {
    await books.post(charge, h.operatorPaid('o', 1000));
    await remit('r', 1000);
    const before = await books.all();

    expect(await outcome(reverse(charge.id))).toBe('not_enough_held');
    expect(await books.all()).toEqual(before);
  });
});
