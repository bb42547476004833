import type { DataSource, QueryRunner } from 'typeorm';

/**
 * Lets several queries see the books at one instant: a repeatable-read, read-only transaction that lasts as
 * long as the generator is read, and ends as soon as its reader stops.
 */
export async function* inSnapshot<Item>(
  dataSource: DataSource,
  read: (runner: QueryRunner) => AsyncGenerator<Item>,
): AsyncGenerator<Item> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.startTransaction('REPEATABLE READ');
    await runner.query('set transaction read only');
    // A reader may be slow; it holds back nothing but the cleaning of old rows.
    await runner.query(`set local idle_in_transaction_session_timeout = '15min'`);
    yield* read(runner);
  } finally {
    try {
      if (runner.isTransactionActive) await runner.rollbackTransaction();
    } finally {
      await runner.release();
    }
  }
}

/** Reads a query in batches of at most `batch` rows through a cursor, inside the runner's transaction. */
export async function* cursorRows<Row>(
  runner: QueryRunner,
  sql: string,
  params: readonly unknown[] = [],
  batch = 1000,
): AsyncGenerator<Row[]> {
  await runner.query(`declare streamed no scroll cursor for ${sql}`, [...params]);
  for (;;) {
    const rows = (await runner.query(`fetch ${batch} from streamed`)) as Row[];
    if (rows.length > 0) yield rows;
    if (rows.length < batch) break;
  }
  await runner.query('close streamed');
}

/** Reads a query of any length in flat memory: the rows of one instant, at most `batch` at a time. */
export function streamRows<Row>(
  dataSource: DataSource,
  sql: string,
  params: readonly unknown[] = [],
  batch = 1000,
): AsyncGenerator<Row[]> {
  return inSnapshot(dataSource, (runner) => cursorRows<Row>(runner, sql, params, batch));
}
