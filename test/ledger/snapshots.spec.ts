import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DataSource, EntityManager } from 'typeorm';
import { DonationCounts } from '../../src/giving/donations/donation-counts.js';
import { Balances } from '../../src/ledger/balances.js';
import { Ledger } from '../../src/ledger/ledger.js';
import { cardCharged } from '../../src/ledger/postings-card.js';
import { Snapshots } from '../../src/ledger/snapshots.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { BooksCheck } from '../../src/reports/check.js';
import { Totals } from '../../src/reports/totals.js';
import { pence } from '../../src/vocabulary/pence.js';
import { give } from '../reports/given.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { eventually } from '../support/eventually.js';

const book = 'sun-ukraine-fund';

let test: TestApp;
let app: NestFastifyApplication;
let dataSource: DataSource;
let snapshots: Snapshots;
let counts: DonationCounts;

beforeEach(async () => {
  test = await startTestApp({ workers: false, sandbox: false });
  ({ app } = test);
  ({ dataSource } = test.database);
  snapshots = app.get(Snapshots);
  counts = app.get(DonationCounts);
});
afterEach(() => test.close());

let number = 0;
const post = (tx: EntityManager, grossPence: number, where = book): Promise<unknown> =>
  app.get(Ledger).post(tx, [
    cardCharged({
      book: where,
      donationId: randomUUID(),
      purpose: 'restricted',
      direct: false,
      balanceTransactionId: `txn_${++number}`,
      createdAt: new Date('2022-03-02T10:00:00Z'),
      grossPence: pence(grossPence),
      feePence: pence(1),
    }),
  ]);

const posted = (grossPence: number, where = book): Promise<unknown> =>
  dataSource.transaction((tx) => post(tx, grossPence, where));

const held = async (): Promise<number> => (await app.get(Totals).of(book)).heldPence;

/** Accounts whose balance isn't the sum of all their rows, both read at one instant. */
const wrongBalances = (): Promise<unknown[]> =>
  dataSource.query(
    `select balance.account, balance.balance_pence, sums.pence from ledger.balance
     left join (select account, sum(amount_pence) as pence from ledger.posting group by account) sums using (account)
     where balance.balance_pence <> coalesce(sums.pence, 0)`,
  );

/** Snapshots that don't say what all transfers before their horizon come to. */
const wrongSnapshots = (): Promise<unknown[]> =>
  dataSource.query(
    `select * from ledger.snapshot where balance_pence <> (
       select sum(case when debit_account = snapshot.account then amount_pence else -amount_pence end)
       from ledger.transfer
       where snapshot.account in (debit_account, credit_account)
         and (transfer.epoch, transfer.txid) < (snapshot.epoch, snapshot.horizon))`,
  );

/** Other databases of this cluster may hold the horizon back for a moment. */
const cutEverything = (): Promise<true> =>
  eventually('everything to be below the horizon', async () => {
    await snapshots.cut();
    await counts.cut();
    const [row] = await dataSource.query<[{ left: boolean }]>(
      `select exists (select from ledger.transfer join ledger.latest_snapshot base on base.account = credit_account
         where (transfer.epoch, txid) >= (base.epoch, horizon))
       or exists (select from giving.donation join giving.latest_donation_count base using (appeal)
         where (confirmed_epoch, confirmed_txid) >= (base.epoch, horizon)) as left`,
    );
    return !row.left;
  });

describe('a snapshot', () => {
  it('neither loses nor doubles a transaction that commits after it was cut', async () => {
    await posted(100);
    await cutEverything();
    const slow = dataSource.createQueryRunner();
    await slow.startTransaction();
    await post(slow.manager, 1_000);
    await posted(20);
    // What a horizon of "the last one seen" would be: everything below it taken for settled.
    const [seen] = await dataSource.query<[{ txid: string; at: string; pence: string }]>(
      `select max(txid::text::bigint) as txid, max(recorded_at)::text as at, sum(amount_pence) as pence
       from ledger.transfer`,
    );
    expect(await snapshots.cut()).toBe(0);
    expect(await held()).toBe(120);

    await slow.commitTransaction();
    await slow.release();

    expect(await held()).toBe(1_120);
    const [naive] = await dataSource.query<[{ txid: string; at: string }]>(
      `select coalesce(sum(amount_pence) filter (where txid > $1::text::xid8), 0) as txid,
         coalesce(sum(amount_pence) filter (where recorded_at > $2::timestamptz), 0) as at from ledger.transfer`,
      [seen.txid, seen.at],
    );
    expect([seen.pence, naive.txid, naive.at]).toEqual(['120', '0', '0']);
    await cutEverything();
    expect(await held()).toBe(1_120);
    expect(await wrongSnapshots()).toEqual([]);
  });

  it('waits for a donation that is being confirmed', async () => {
    await give(test, { name: 'first' });
    await give(test, { name: 'slow', promised: true });
    const slow = dataSource.createQueryRunner();
    await slow.startTransaction();
    await slow.query(
      `update giving.donation set status = 'confirmed', charged_pence = amount_pence, confirmed_epoch = default,
         confirmed_txid = pg_current_xact_id()::text::bigint where status = 'pending'`,
    );
    await give(test, { name: 'fast' });
    await counts.cut();
    expect((await app.get(Totals).of(book)).donations).toBe(2);

    await slow.commitTransaction();
    await slow.release();

    expect((await app.get(Totals).of(book)).donations).toBe(3);
    await cutEverything();
    expect((await app.get(Totals).of(book)).donations).toBe(3);
  });

  it('is right at every moment while many post, fail and cut at once', async () => {
    const done = new AbortController();
    const poster = async (who: number): Promise<void> => {
      for (let turn = 1; turn <= 40; turn++) {
        const runner = dataSource.createQueryRunner();
        await runner.startTransaction();
        await post(runner.manager, 10 * turn + who, `book-${(who + turn) % 3}`);
        await runner.query('select pg_sleep($1)', [Math.random() / 100]);
        await (turn % 5 === 0 ? runner.rollbackTransaction() : runner.commitTransaction());
        await runner.release();
      }
    };
    const cutter = async (): Promise<void> => {
      while (!done.signal.aborted) await snapshots.cut();
    };
    const reader = async (): Promise<void> => {
      while (!done.signal.aborted) expect(await wrongBalances()).toEqual([]);
    };
    const others = [cutter(), cutter(), reader()];
    await Promise.all([1, 2, 3, 4].map(poster)).finally(() => done.abort());
    await Promise.all(others);

    expect(await wrongBalances()).toEqual([]);
    await cutEverything();
    expect(await wrongBalances()).toEqual([]);
    expect(await wrongSnapshots()).toEqual([]);
    const [{ cuts }] = await dataSource.query<[{ cuts: number }]>(
      'select count(distinct horizon)::integer as cuts from ledger.snapshot',
    );
    expect(cuts).toBeGreaterThan(5);
  });

  it('may be cut by two at once', async () => {
    for (let round = 0; round < 10; round++) {
      await posted(100);
      await Promise.all([snapshots.cut(), snapshots.cut(), snapshots.cut()]);
      expect(await wrongBalances()).toEqual([]);
    }
    expect(await wrongSnapshots()).toEqual([]);
  });

  it('is not worth cutting for a short tail', async () => {
    await posted(100);
    await cutEverything();
    await posted(100);
    expect(await snapshots.cut(500)).toBe(0);
  });

  it('can’t be changed by the application', async () => {
    await expect(dataSource.query('update ledger.snapshot set balance_pence = 0')).rejects.toThrow('denied');
    await expect(dataSource.query('delete from giving.donation_count')).rejects.toThrow('denied');
    await expect(dataSource.query('select ledger.begin_epoch(true)')).rejects.toThrow('denied');
  });
});

describe('a total', () => {
  it('has a donation in the very next read, and is what the rows come to', async () => {
    for (const gift of ['one', 'two', 'three', 'four']) {
      await give(test, { name: gift, promised: gift === 'three', amountPence: 500 });
      if (gift === 'two') await cutEverything();
    }
    const expected = {
      raisedPence: 1500,
      donations: 3,
      pendingPence: 500,
      remittedPence: 0,
      heldPence: 1500,
    };
    expect(await app.get(Totals).of(book)).toEqual(expected);
    const now = await app.get(Balances).of(book);
    expect(now).toEqual(await app.get(Balances).of(book, { at: new Date('2100-01-01') }));
    expect(now.find(({ account }) => account === 'held')?.balancePence).toBe(1500);
  });

  it('does not count what was wholly undone, and counts it again when it comes back', async () => {
    const id = await give(test, { name: 'undone' });
    await give(test, { name: 'stays' });
    await cutEverything();
    await dataSource.query(`update giving.donation set status = 'refunded' where id = $1`, [id]);
    expect((await app.get(Totals).of(book)).donations).toBe(1);
    await dataSource.query(`update giving.donation set status = 'confirmed' where id = $1`, [id]);
    expect((await app.get(Totals).of(book)).donations).toBe(2);
  });
});

describe('a database that was restored into another cluster', () => {
  it('begins another epoch, once, and counts what is given from then on', async () => {
    await give(test, { name: 'settled' });
    await cutEverything();
    await give(test, { name: 'in the tail' });
    // Its transaction ids are of a cluster that had seen far more transactions than this one.
    await test.database.asOwner(`
      alter table ledger.transfer disable trigger user;
      update ledger.transfer set txid = (txid::text::bigint + 1000000000000)::text::xid8;
      alter table ledger.transfer enable trigger user;
      update giving.donation set confirmed_txid = confirmed_txid + 1000000000000;
      update ledger.snapshot set horizon = (horizon::text::bigint + 1000000000000)::text::xid8;
      update giving.donation_count set horizon = horizon + 1000000000000;
      update ledger.epoch set system_identifier = 1;`);

    await Promise.all([migrate(test.database.ownerUrl), migrate(test.database.ownerUrl)]);

    await give(test, { name: 'afterwards' });
    const expected = { raisedPence: 3000, donations: 3, pendingPence: 0, remittedPence: 0, heldPence: 3000 };
    expect(await app.get(Totals).of(book)).toEqual(expected);
    await cutEverything();
    await give(test, { name: 'after the cut' });
    expect(await app.get(Totals).of(book)).toMatchObject({ raisedPence: 4000, donations: 4 });
    expect(await wrongBalances()).toEqual([]);
    expect((await app.get(BooksCheck).run()).breaks).toEqual([]);
    expect(await dataSource.query('select number from ledger.epoch order by 1')).toEqual([
      { number: 1 },
      { number: 2 },
    ]);
  });
});
