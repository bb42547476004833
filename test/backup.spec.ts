import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { DataSource } from 'typeorm';
import { backup, restore } from '../src/backup.js';
import { createApp } from '../src/create-app.js';
import { Snapshots } from '../src/ledger/snapshots.js';
import { type EmbeddedPostgres, embeddedPostgres } from '../src/platform/database/embedded-postgres.js';
import { migrate } from '../src/platform/database/migrate.js';
import { BooksCheck } from '../src/reports/check.js';
import { Totals } from '../src/reports/totals.js';
import { give } from './reports/given.js';
import { startTestApp, type TestApp } from './support/app.js';
import { createTestDatabase, type TestDatabase } from './support/database.js';

const appeal = 'sun-ukraine-fund';

let first: TestApp;
let folder: string;
let file: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'everypenny-backup-'));
  file = join(folder, 'backup');
  first = await startTestApp({ workers: false, sandbox: false });
  await give(first, { name: 'settled' });
  await first.app.get(Snapshots).cut();
  await give(first, { name: 'in the tail', amountPence: 250 });
  await give(first, { name: 'promised', amountPence: 70, promised: true });
  await backup(first.database.ownerUrl, file);
});
afterAll(async () => {
  await first.close();
  rmSync(folder, { recursive: true, force: true });
});

const rowsOf = (database: { query(sql: string): Promise<unknown> }): Promise<unknown> =>
  database.query('select * from ledger.transfer order by entry, leg');

describe('a backup', () => {
  it('comes back in another cluster: totals right, check clean, new donations counted', async () => {
    const other: EmbeddedPostgres = await embeddedPostgres(join(folder, 'other'));
    let app: NestFastifyApplication | undefined;
    try {
      await migrate(other.url);
      await restore(other.url, file);
      const config = { ...first.config, databaseUrl: other.url };
      app = await createApp(config, other.url, pino({ level: 'silent' }));
      await app.init();

      const expected = {
        raisedPence: 1250,
        donations: 2,
        pendingPence: 70,
        remittedPence: 0,
        heldPence: 1250,
      };
      expect(await app.get(Totals).of(appeal)).toEqual(expected);
      expect(await rowsOf(app.get(DataSource))).toEqual(await rowsOf(first.database.dataSource));
      const restored = { app } as unknown as TestApp;
      // A text needs an account that wasn't there: its number must be a new one.
      await give(restored, { name: 'a text', channel: 'text', amountPence: 300 });
      expect(await app.get(Totals).of(appeal)).toMatchObject({ raisedPence: 1550, donations: 3 });
      await app.get(Snapshots).cut();
      await give(restored, { name: 'later', amountPence: 1 });
      expect(await app.get(Totals).of(appeal)).toMatchObject({ raisedPence: 1551, donations: 4 });
      expect((await app.get(BooksCheck).run()).breaks).toEqual([]);
      const [{ epochs }] = await app
        .get(DataSource)
        .query<[{ epochs: number[] }]>(
          'select array_agg(distinct epoch order by epoch) as epochs from ledger.transfer',
        );
      expect(epochs.length).toBe(2);
    } finally {
      await app?.close();
      await other.stop();
      if (other.movedTo) rmSync(other.movedTo, { recursive: true, force: true });
    }
  });
});

describe('what can’t be restored', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const altered = (): Buffer => {
    const content = gunzipSync(readFileSync(file));
    const at = content.indexOf('\t1000\t');
    content.write('9', at + 1);
    return gzipSync(content);
  };

  it.each([
    ['a file cut short', () => readFileSync(file).subarray(0, 2_000), 'unexpected end of file'],
    ['a file without its last bytes', () => readFileSync(file).subarray(0, -12), 'unexpected end of file'],
    [
      'a file whose last part is gone',
      () => gzipSync(gunzipSync(readFileSync(file)).subarray(0, -3)),
      'ends too early',
    ],
    ['one amount altered', altered, 'contents are not what was written'],
    ['something else', () => gzipSync('some text'), 'ends too early'],
    ['no gzip at all', () => Buffer.from('some text'), 'incorrect header check'],
  ])('is refused and changes nothing: %s', async (_what, content, reason) => {
    const wrong = join(folder, 'wrong');
    writeFileSync(wrong, content());

    await expect(restore(database.ownerUrl, wrong)).rejects.toThrow(reason);

    const tables = ['ledger.transfer', 'ledger.account', 'giving.donation', 'giving.appeal'];
    for (const table of tables) expect(await database.asOwner(`select from ${table}`)).toEqual([]);
    expect(await database.asOwner('select number from ledger.epoch')).toEqual([{ number: 1 }]);
  });

  it('is a backup of other tables than these', async () => {
    await database.asOwner('alter table giving.donor add column another text');
    await expect(restore(database.ownerUrl, file)).rejects.toThrow('another version');
    await database.asOwner('alter table giving.donor drop column another');
  });

  it('is anything at all where money is already', async () => {
    const before = await rowsOf(first.database.dataSource);
    await expect(restore(first.database.ownerUrl, file)).rejects.toThrow(
      'giving.donation holds rows already',
    );
    expect(await rowsOf(first.database.dataSource)).toEqual(before);
  });
});
