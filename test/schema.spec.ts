import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { entities } from '../src/app.module.js';
import { schemaDrift } from '../src/drift.js';
import { migrate } from '../src/platform/database/migrate.js';
import { breakKinds } from '../src/break-kinds.js';
import { problemStatuses } from '../src/problem-statuses.js';
import { createTestDatabase, type TestDatabase } from './support/database.js';

const ours = `table_schema not in ('pg_catalog', 'information_schema', 'public')`;

describe('the schema', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const columns = (where: string): Promise<unknown[]> =>
    database.dataSource.query(
      `select table_schema, table_name, column_name, data_type from information_schema.columns
       where ${ours} and (${where})`,
    );

  it('keeps money as bigint', async () => {
    expect(await columns(`column_name like '%pence%' and data_type <> 'bigint'`)).toEqual([]);
    expect(await columns(`data_type in ('real', 'double precision', 'numeric', 'money')`)).toEqual([]);
  });

  it('keeps every time with its zone', async () => {
    expect(await columns(`data_type in ('timestamp without time zone', 'time without time zone')`)).toEqual(
      [],
    );
  });

  it('has no foreign key that is not indexed', async () => {
    const missing = await database.dataSource.query(
      `select conname from pg_constraint where contype = 'f' and not exists (
         select from pg_index where indrelid = conrelid and (indkey::smallint[])[0:cardinality(conkey) - 1] = conkey)`,
    );
    expect(missing).toEqual([]);
  });

  it('names every constraint itself', async () => {
    const unnamed = await database.dataSource.query(
      `select conname from pg_constraint join pg_namespace on pg_namespace.oid = connamespace
       where contype <> 'n' and nspname not in ('pg_catalog', 'information_schema', 'public')
         and conname !~ '_(pkey|key|check)$'`,
    );
    expect(unnamed).toEqual([]);
  });

  it('has every unique key contain the primary key’s column, or belong to a small table', async () => {
    const small = new Set(['gift_aid_claim', 'account', 'token', 'person', 'session']);
    const keys = await database.dataSource.query<{ name: string }[]>(
      `select relname as name from pg_index join pg_class on pg_class.oid = indrelid
       join pg_namespace on pg_namespace.oid = relnamespace
       where indisunique and not indisprimary and nspname not in ('pg_catalog', 'pg_toast', 'public')`,
    );
    expect(keys.filter(({ name }) => !small.has(name))).toEqual([]);
  });

  it('is what the entities say', async () => {
    expect(await schemaDrift(database.ownerUrl, entities)).toEqual([]);
  });

  it('is made once when two migrate at the same time', async () => {
    expect(await Promise.all([migrate(database.ownerUrl), migrate(database.ownerUrl)])).toEqual([[], []]);
  });

  it('says in the first line of every migration why it is there', () => {
    const files = readdirSync('migrations');
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) expect(readFileSync(`migrations/${file}`, 'utf8')).toMatch(/^-- [A-Z].*\.?\n/);
  });
});

describe('the table of breaks', () => {
  it('has every kind that the code notes, and no other, each with what would settle it', () => {
    const noted = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => [
        ...readFileSync(`src/${file}`, 'utf8').matchAll(/breaks\s*\.note\(tx, \{\s*kind:([^,]+),/g),
      ])
      .flatMap(([, kinds = '']) => [...kinds.matchAll(/'([a-z]+_\w+)'/g)].map(([, kind]) => kind));
    expect([...new Set(noted)].toSorted()).toEqual(Object.keys(breakKinds).toSorted());
    expect(Object.values(breakKinds).filter(({ actions }) => Object.keys(actions).length === 0)).toEqual([]);
  });

  it('is what operations.md lists', () => {
    const operations = readFileSync('docs/operations.md', 'utf8');
    for (const [kind, { means }] of Object.entries(breakKinds))
      expect(operations).toContain(`| \`${kind}\` | ${means} |`);
  });
});

describe('the table of statuses', () => {
  it('has every problem of the code, and no other', () => {
    const codes = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.problems.ts'))
      .flatMap((file) => [...readFileSync(`src/${file}`, 'utf8').matchAll(/readonly code = '(\w+)'/g)])
      .map(([, code]) => code);
    expect(codes.toSorted()).toEqual(Object.keys(problemStatuses).toSorted());
  });
});
