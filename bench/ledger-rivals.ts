import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { DataSource } from 'typeorm';
import { newId } from '../src/vocabulary/ids.js';
import type { BenchDatabase } from './support/database.js';

/** What the ledger is compared with, written as plainly as people write it. */
export async function makeRivalTables(database: BenchDatabase): Promise<void> {
  await database.asOwner(`
    create schema bench;
    grant usage on schema bench to everypenny_app;
    create table bench.plain (
      id uuid primary key, debit_account integer not null, credit_account integer not null,
      amount_pence bigint not null, occurred_at timestamptz not null);
    create table bench.balance (account integer primary key, balance_pence bigint not null);
    insert into bench.balance values (1, 0), (2, 0);
    create table bench.locked_transfer (like bench.plain including all);
    grant select, insert, update on all tables in schema bench to everypenny_app`);
}

/** The machine's own limit: one durable row per commit, and nothing else. */
export async function insertOne(dataSource: DataSource): Promise<number> {
  await dataSource.query('insert into bench.plain values ($1, 1, 2, 500, $2)', [
    newId(Date.now()),
    new Date(),
  ]);
  return 1;
}

/** A ledger that keeps each balance in a row: lock both, change both, insert. In one order, so it can't deadlock. */
export async function lockedTransfer(pool: pg.Pool): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(
      'select balance_pence from bench.balance where account = any($1) order by account for update',
      [[1, 2]],
    );
    await client.query(
      'update bench.balance set balance_pence = balance_pence + $2 where account = $1',
      [1, 500],
    );
    await client.query(
      'update bench.balance set balance_pence = balance_pence - $2 where account = $1',
      [2, 500],
    );
    await client.query('insert into bench.locked_transfer values ($1, 1, 2, 500, $2)', [
      newId(Date.now()),
      new Date(),
    ]);
    await client.query('commit');
    return 1;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

const columns = `entry, leg, happening, debit_account, credit_account, amount_pence, occurred_at, body_hash,
  donation_id, source, source_id`;

/**
 * The same rows into the same table by COPY, one commit for all. Their ids and hashes are no derived ones, which
 * would cost more to make: that favours COPY.
 */
export async function copyRows(pool: pg.Pool, count: number): Promise<number> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ debit: number; credit: number }>(
      `select min(id) filter (where name = 'text_receivable') as debit,
         min(id) filter (where name = 'held') as credit from ledger.account`,
    );
    const { debit = 0, credit = 0 } = rows[0] ?? {};
    await pipeline(
      Readable.from(copyLines(count, debit, credit)),
      client.query(copyFrom(`copy ledger.transfer (${columns}) from stdin`)),
    );
    return count;
  } finally {
    client.release();
  }
}

function* copyLines(count: number, debit: number, credit: number): Generator<string> {
  const occurredAt = new Date().toISOString();
  for (let written = 0; written < count; written += 500) {
    let lines = '';
    for (let row = written; row < Math.min(count, written + 500); row++) {
      const [id, donation] = [newId(Date.now()), newId(Date.now())];
      lines += `${id}\t1\ttext_charged\t${debit}\t${credit}\t500\t${occurredAt}\t${id}\t${donation}\tfonix\t${donation}\n`;
    }
    yield lines;
  }
}
