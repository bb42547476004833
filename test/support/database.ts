import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { dataSourceOptions } from '../../src/platform/database/data-source.js';

export interface TestDatabase {
  /** The login of the application, which works as `everypenny_app` (dataSourceOptions sees to that). */
  url: string;
  /** Connected as the application's role. */
  dataSource: DataSource;
  /** The login of the owner of every table. */
  ownerUrl: string;
  /** One statement as the owner; several, divided by semicolons, when there are no parameters. */
  asOwner<Row>(sql: string, params?: unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

/** A migrated, empty database of its own: a copy of the template that the run made at its start. */
export async function createTestDatabase(
  entities: EntityTarget<ObjectLiteral>[] = [],
): Promise<TestDatabase> {
  const template = process.env.TEST_DATABASE_URL;
  if (template === undefined) throw new Error('TEST_DATABASE_URL is not set: run the tests with npm test');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await query(at(template, 'postgres'), `create database ${name} template everypenny`);
  const url = at(template, name);
  const dataSource = await new DataSource(dataSourceOptions(url, 'application', entities)).initialize();
  return {
    url,
    dataSource,
    ownerUrl: url,
    asOwner: (sql, params) => query(url, sql, params),
    async drop() {
      if (dataSource.isInitialized) await dataSource.destroy();
      await query(at(template, 'postgres'), `drop database ${name} with (force)`);
    },
  };
}

function at(url: string, database: string): string {
  return Object.assign(new URL(url), { pathname: database }).href;
}

async function query<Row>(url: string, sql: string, params?: unknown[]): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql, params)).rows as Row[];
  } finally {
    await client.end();
  }
}
