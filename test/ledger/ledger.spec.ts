import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import type { Entry } from '../../src/ledger/entry.js';
import { Ledger, type Posted } from '../../src/ledger/ledger.js';
import { cardCharged, type CardCharge } from '../../src/ledger/postings-card.js';
import { textCharged } from '../../src/ledger/postings-text.js';
import { Breaks } from '../../src/platform/breaks/breaks.js';
import { sqlState } from '../../src/platform/database/query-errors.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { derivedId } from '../../src/vocabulary/ids.js';
import { pence } from '../../src/vocabulary/pence.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let dataSource: DataSource;
let transactions: Transactions;
let breaks: Breaks;
let ledger: Ledger;

beforeEach(async () => {
  database = await createTestDatabase();
  dataSource = database.dataSource;
  transactions = new Transactions(dataSource);
  breaks = new Breaks(dataSource);
  ledger = new Ledger(breaks);
});

afterEach(() => database.drop());

function card(changes: Partial<CardCharge> = {}): Entry {
  return cardCharged({
    book: 'sun-ukraine-fund',
    donationId: '00000000-0000-4000-8000-000000000001',
    purpose: 'restricted',
    direct: false,
    balanceTransactionId: 'txn_1',
    createdAt: new Date('2026-03-01T10:00:00Z'),
    grossPence: pence(1000),
    feePence: pence(34),
    ...changes,
  });
}

const post = (...entries: Entry[]): Promise<Posted> => transactions.run((tx) => ledger.post(tx, entries));

interface Row {
  entry: string;
  leg: number;
  debit: string;
  credit: string;
  pence: string;
}

const rows = (): Promise<Row[]> =>
  dataSource.query<Row[]>(
    `select entry, leg, debit.name as debit, credit.name as credit, amount_pence as pence from ledger.transfer
     join ledger.account debit on debit.id = debit_account join ledger.account credit on credit.id = credit_account
     order by entry, leg`,
  );

const stateOf = async (query: Promise<unknown>): Promise<string | undefined> =>
  query.then(() => 'accepted', sqlState);

/** Inserts one transfer by plain SQL, as the application's role. */
function insert(changes: Record<string, unknown>): Promise<unknown> {
  const row: Record<string, unknown> = {
    entry: randomUUID(),
    leg: 1,
    happening: 'card_charged',
    amount_pence: 1,
    occurred_at: '2026-03-01',
    body_hash: randomUUID(),
    source: 'stripe',
    source_id: 'txn_9',
    ...changes,
  };
  const columns = Object.keys(row);
  const values = columns.map((_, index) => `$${index + 1}`);
  return dataSource.query(
    `insert into ledger.transfer (${columns.join()}) values (${values.join()})`,
    Object.values(row),
  );
}

async function accountId(book: string, name: string): Promise<number> {
  const [account] = await dataSource.query<{ id: number }[]>(
    'select id from ledger.account where book = $1 and name = $2',
    [book, name],
  );
  return account!.id;
}

describe('posting', () => {
  it('writes a card charge as its net and its fee, and a text as one transfer', async () => {
    const text = textCharged({
      book: 'sun-ukraine-fund',
      donationId: randomUUID(),
      purpose: 'restricted',
      direct: false,
      gateway: 'fonix',
      chargeId: derivedId('charge-1'),
      reportedAt: new Date(),
      grossPence: pence(300),
    });

    const { posted, refused } = await post(card(), text);

    expect([...posted].toSorted()).toEqual([card().id, text.id].toSorted());
    expect(refused).toEqual([]);
    expect(await rows()).toEqual([
      { entry: text.id, leg: 1, debit: 'text_receivable', credit: 'held', pence: '300' },
      { entry: card().id, leg: 1, debit: 'stripe_balance', credit: 'held', pence: '966' },
      { entry: card().id, leg: 2, debit: 'due_from_operator', credit: 'held', pence: '34' },
    ]);
  });

  it('does nothing the second time', async () => {
    await post(card());
    const before = await rows();

    expect(await post(card(), card())).toEqual({ posted: new Set(), refused: [] });
    expect(await rows()).toEqual(before);
    expect(await breaks.open()).toEqual([]);
  });

  it('refuses the same identity with another fact, keeps it as a break, and still posts what is with it', async () => {
    await post(card());
    const changed = card({ grossPence: pence(2000) });
    const other = card({ balanceTransactionId: 'txn_2' });

    const { posted, refused } = await post(changed, other);

    expect(posted).toEqual(new Set([other.id]));
    expect(refused).toEqual([changed]);
    expect((await rows()).filter((row) => row.entry === changed.id).map((row) => row.pence)).toEqual([
      '966',
      '34',
    ]);
    expect(await breaks.open()).toMatchObject([
      { kind: 'same_identity_other_content', reference: 'stripe txn_1', donationId: changed.donationId },
    ]);
  });

  it('compares what the outside said, not how we split it', async () => {
    await post(card());
    const splitOtherwise = { ...card(), legs: card().legs.slice(0, 1) };

    expect((await post(splitOtherwise)).refused).toEqual([]);
    expect(await rows()).toHaveLength(2);
  });

  it('writes nothing of an entry when one of its legs is refused', async () => {
    const [net, fee] = card().legs;
    const halfWrong = { ...card(), legs: [net!, { ...fee!, amountPence: pence(0) }] };

    expect(await stateOf(post(halfWrong))).toBe('23514');
    expect(await rows()).toEqual([]);
  });

  it('makes the accounts once when twenty transactions are the first to post to them', async () => {
    const posts = Array.from({ length: 20 }, (_, index) =>
      post(card({ balanceTransactionId: `txn_first_${index}`, donationId: randomUUID() })),
    );
    await Promise.all(posts);
    expect(await rows()).toHaveLength(40);
  });

  it('forgets an account that was undone with its transaction', async () => {
    const runner = dataSource.createQueryRunner();
    await runner.startTransaction();
    await ledger.post(runner.manager, [card()]);
    await runner.rollbackTransaction();
    await runner.release();
    await post(card());
    expect(await rows()).toHaveLength(2);
  });

  it('posts the same entries once, without a deadlock, when twenty transactions post them at once', async () => {
    const entries = Array.from({ length: 21 }, (_, index) =>
      card({ balanceTransactionId: `txn_${index}`, donationId: randomUUID() }),
    );
    await post(card({ balanceTransactionId: 'txn_before' }));
    // Whoever comes to the one in the middle waits, with what it took before, until all have come.
    const barrier = dataSource.createQueryRunner();
    await barrier.startTransaction();
    await ledger.post(barrier.manager, [entries[10]!]);

    // Not through Transactions, which would run a deadlocked one again.
    const posts = Promise.allSettled(
      Array.from({ length: 20 }, (_, turn) =>
        dataSource.transaction((tx) => ledger.post(tx, turn % 2 === 0 ? entries : entries.toReversed())),
      ),
    );
    await untilWaiting(9);
    await barrier.rollbackTransaction();
    await barrier.release();

    const results = await posts;
    expect(results.filter(({ status }) => status === 'rejected')).toEqual([]);
    const posted = results.flatMap((result) =>
      result.status === 'fulfilled' ? [...result.value.posted] : [],
    );
    expect(posted.toSorted()).toEqual(entries.map(({ id }) => id).toSorted());
    expect(await rows()).toHaveLength(44);
    expect(await breaks.open()).toEqual([]);
  });
});

/** Resolves once so many connections wait for a lock. */
async function untilWaiting(connections: number): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const waiting = await database.asOwner(`select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`);
    if (waiting.length >= connections) return;
    if (Date.now() > deadline) throw new Error(`only ${waiting.length} connections wait`);
  }
}

describe('the database', () => {
  const append = [
    'update ledger.transfer set amount_pence = 1',
    'delete from ledger.transfer',
    'truncate ledger.transfer',
  ];
  const appendAccounts = [
    'update ledger.account set book = $$x$$',
    'delete from ledger.account',
    'truncate ledger.account',
  ];

  it.each([...append, ...appendAccounts])('refuses the application: %s', async (sql) => {
    await post(card());
    const before = await rows();

    expect(await stateOf(dataSource.query(sql))).toBe('42501');
    expect(await rows()).toEqual(before);
  });

  it.each([...append, ...appendAccounts])('refuses even the owner: %s', async (sql) => {
    await post(card());
    const before = await rows();

    await expect(database.asOwner(sql)).rejects.toMatchObject({ code: '23001' });
    expect(await rows()).toEqual(before);
  });

  it('refuses an unknown account', async () => {
    await post(card());
    const held = await accountId('sun-ukraine-fund', 'held');

    expect(await stateOf(insert({ debit_account: 999, credit_account: held }))).toBe('23503');
    expect(await stateOf(insert({ debit_account: held, credit_account: 999 }))).toBe('23503');
  });

  it('refuses a transfer between two books, and between a memo account and another', async () => {
    await post(card(), card({ book: 'other', balanceTransactionId: 'txn_2' }));
    await post(card({ direct: true, balanceTransactionId: 'txn_3' }));
    const stripe = await accountId('sun-ukraine-fund', 'stripe_balance');
    const otherHeld = await accountId('other', 'held');
    const memo = await accountId('sun-ukraine-fund', 'given_directly');

    expect(await stateOf(insert({ debit_account: stripe, credit_account: otherHeld }))).toBe('23503');
    expect(await stateOf(insert({ debit_account: stripe, credit_account: memo }))).toBe('23503');
  });

  it('refuses an amount of nothing, a negative one, and a transfer to the same account', async () => {
    await post(card());
    const accounts = {
      debit_account: await accountId('sun-ukraine-fund', 'stripe_balance'),
      credit_account: await accountId('sun-ukraine-fund', 'held'),
    };

    expect(await stateOf(insert({ ...accounts, amount_pence: 0 }))).toBe('23514');
    expect(await stateOf(insert({ ...accounts, amount_pence: -1 }))).toBe('23514');
    expect(await stateOf(insert({ ...accounts, credit_account: accounts.debit_account }))).toBe('23514');
    expect(await stateOf(insert(accounts))).toBe('accepted');
  });

  it.each([
    ['txid', '1'],
    ['recorded_at', '2020-01-01'],
    ['salt', '00000000-0000-4000-8000-000000000000'],
  ])('lets nobody forge %s', async (column, value) => {
    await post(card());
    const accounts = {
      debit_account: await accountId('sun-ukraine-fund', 'stripe_balance'),
      credit_account: await accountId('sun-ukraine-fund', 'held'),
    };

    expect(await stateOf(insert({ ...accounts, [column]: value }))).toBe('42501');
  });
});
