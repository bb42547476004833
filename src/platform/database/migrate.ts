import { DataSource } from 'typeorm';
import { applicationRole, dataSourceOptions } from './data-source.js';
import { migrationNames } from './sql-migrations.js';

/** Any number will do, as long as every process takes the same. */
const migrationLock = 7_014_103;

/**
 * Brings the database up to date and makes the application's role, which `loginUrl` may then take on.
 * Safe when two do it at once: the second waits and finds nothing left to do.
 */
export async function migrate(ownerUrl: string, loginUrl = ownerUrl): Promise<string[]> {
  const dataSource = await new DataSource(dataSourceOptions(ownerUrl, 'owner')).initialize();
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('select pg_advisory_lock($1)', [migrationLock]);
    await makeApplicationRole(runner.query.bind(runner), decodeURIComponent(new URL(loginUrl).username));
    const done = await dataSource.runMigrations();
    // A dump that was restored into another cluster is met here first: transaction ids didn't survive.
    await runner.query('select ledger.begin_epoch()');
    await runner.query(`grant select on public.migration to ${applicationRole}`);
    return done.map((migration) => migration.name);
  } finally {
    await runner.release();
    await dataSource.destroy();
  }
}

/** Roles belong to the whole cluster, so another database's migration may be making the same one now. */
async function makeApplicationRole(query: (sql: string) => Promise<unknown>, login: string): Promise<void> {
  await query(`do $$ begin create role ${applicationRole} nologin;
    exception when duplicate_object or unique_violation then null; end $$`);
  const grantees = ['current_user', ...(login === '' ? [] : [`"${login.replaceAll('"', '""')}"`])];
  for (const grantee of grantees) await query(`grant ${applicationRole} to ${grantee}`);
}

/** How many migrations of this version the database has not had. */
export async function pendingMigrations(dataSource: DataSource): Promise<number> {
  const rows = await dataSource.query<{ name: string }[]>('select name from public.migration');
  const had = new Set(rows.map((row) => row.name));
  return migrationNames().filter((name) => !had.has(name)).length;
}
