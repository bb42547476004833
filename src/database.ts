import { DataSource } from 'typeorm';
import type { Config } from './platform/config/config.js';
import { StartRefused } from './platform/config/environment.js';
import { embeddedPostgres } from './platform/database/embedded-postgres.js';
import { migrate, pendingMigrations } from './platform/database/migrate.js';

/** The database that a command works on. */
export interface OpenDatabase {
  url: string;
  /** Where the embedded one had to move to. */
  movedTo: string | undefined;
  /** Stops the embedded server if this process started it. */
  stop(): Promise<void>;
}

/**
 * The database of DATABASE_URL, or the embedded one: found running, or started. It is brought up to date;
 * without `mayMigrate`, one that isn't throws StartRefused: production migrates only when it is told to.
 */
export async function openDatabase(config: Config, mayMigrate = !config.production): Promise<OpenDatabase> {
  const { databaseUrl, databaseOwnerUrl } = config;
  if (databaseUrl === undefined) {
    const embedded = await embeddedPostgres(config.dataDir);
    await migrate(embedded.url);
    return embedded;
  }
  const ownerUrl = databaseOwnerUrl ?? databaseUrl;
  await reachable(mayMigrate ? ownerUrl : databaseUrl);
  if (mayMigrate) await migrate(ownerUrl, databaseUrl);
  else await refuseOutdated(databaseUrl);
  return { url: databaseUrl, movedTo: undefined, stop: () => Promise.resolve() };
}

async function reachable(url: string): Promise<void> {
  const dataSource = new DataSource({ type: 'postgres', url, connectTimeoutMS: 10_000 });
  try {
    await dataSource.initialize();
    await dataSource.destroy();
  } catch (error) {
    throw new StartRefused(`the database of DATABASE_URL does not answer: ${(error as Error).message}`);
  }
}

async function refuseOutdated(url: string): Promise<void> {
  await withConnection(url, async (dataSource) => {
    const pending = await pendingMigrations(dataSource).catch(() => undefined);
    if (pending !== 0) throw new StartRefused('the database is not up to date: run everypenny migrate');
  });
}

/**
 * Append-only by privilege means nothing if the login could take the privilege back. Throws StartRefused
 * for a login that can alter the books.
 */
export async function refuseOwner(url: string): Promise<void> {
  await withConnection(url, async (dataSource) => {
    const [row] = await dataSource.query<{ may: boolean }[]>(
      `select rolsuper or pg_has_role(session_user, relowner, 'member') as may
       from pg_class, pg_roles where pg_class.oid = 'ledger.transfer'::regclass and rolname = session_user`,
    );
    if (row?.may !== false) {
      throw new StartRefused(
        'the login of DATABASE_URL can alter the books: give the owner’s to DATABASE_OWNER_URL',
      );
    }
  });
}

async function withConnection(url: string, work: (dataSource: DataSource) => Promise<void>): Promise<void> {
  const dataSource = await new DataSource({ type: 'postgres', url }).initialize();
  try {
    await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}
