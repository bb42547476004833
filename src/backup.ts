import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import copyStreams from 'pg-copy-streams';
import { type BackupHeader, BackupReader, writeBackup } from './backup-file.js';
import { StartRefused } from './platform/config/environment.js';
import { applicationRole } from './platform/database/data-source.js';

type Table = BackupHeader['tables'][number];

/** What a new database holds before anybody gave: restoring puts the backup's rows in their place. */
const replaced = [
  'giving.appeal',
  'giving.appeal_version',
  'ledger.epoch',
  'access.person',
  'access.invitation',
  'access.recovery_code',
  'access.session',
];
/** Tokens and what staff did: the rows of both stay. */
const joined = new Set(['access.token', 'access.audit']);

/**
 * Writes every row of one instant to a file; the product may go on meanwhile. Resolves with how many rows.
 * Personal data stays sealed in it: the keys (SECRETS_KEY) are not part of a backup.
 */
export function backup(ownerUrl: string, file: string): Promise<number> {
  return withClient(ownerUrl, async (client) => {
    await client.query('begin isolation level repeatable read read only');
    const tables = await ourTables(client);
    const header: BackupHeader = {
      format: 'everypenny-backup-1',
      migrations: await migrationsHad(client),
      tables,
    };
    const rows = await writeBackup(file, header, (table) => {
      const stream = client.query(
        copyStreams.to(`copy (select ${columnsOf(table)} from ${table.name}) to stdout`),
      );
      return { stream, count: () => stream.rowCount };
    });
    await client.query('commit');
    return total(rows);
  });
}

/**
 * Brings a backup back into a database that is up to date and holds no money yet: all of it, or, when anything
 * is wrong, nothing. Ends with the beginning of a new epoch, since the transaction ids of the backup are of
 * another cluster. Throws StartRefused with the reason.
 */
export function restore(ownerUrl: string, file: string): Promise<number> {
  return withClient(ownerUrl, async (client) => {
    const reader = new BackupReader(file);
    const header = await reader.header();
    const tables = await ourTables(client);
    if (
      JSON.stringify([header.migrations, header.tables]) !==
      JSON.stringify([await migrationsHad(client), tables])
    ) {
      throw new StartRefused(
        `${file} was made by another version of Every Penny: restore it with that one, then upgrade. Nothing was changed.`,
      );
    }
    await client.query('begin');
    await refuseHeldRows(client, tables);
    for (const name of replaced) await client.query(`delete from ${name}`);
    const rows: Record<string, number> = {};
    for (const table of tables) {
      const stream = client.query(copyStreams.from(`copy ${table.name} (${columnsOf(table)}) from stdin`));
      await pipeline(Readable.from(reader.rows()), stream);
      rows[table.name] = stream.rowCount;
    }
    await reader.verify(rows);
    await advanceIdentities(client);
    await client.query('select ledger.begin_epoch(true)');
    await client.query('commit');
    return total(rows);
  });
}

const columnsOf = ({ columns }: Table): string => columns.map((name) => `"${name}"`).join();
const total = (rows: Record<string, number>): number =>
  Object.values(rows).reduce((sum, count) => sum + count, 0);

async function withClient<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url, options: '-c TimeZone=UTC' });
  client.on('error', () => {});
  await client.connect();
  try {
    // Ending the connection undoes what was not committed.
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Every table that the application may reach: our schemas are those that its role was let into. */
async function ourTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select format('%I.%I', nspname, relname) as name, array_agg(attname::text order by attnum) as columns
     from pg_class join pg_namespace on pg_namespace.oid = relnamespace join pg_attribute on attrelid = pg_class.oid
     where relkind in ('r', 'p') and not relispartition and attnum > 0 and not attisdropped and attgenerated = ''
       and nspname !~ '^pg_' and nspname not in ('public', 'information_schema')
       and has_schema_privilege($1, pg_namespace.oid, 'usage')
     group by nspname, relname order by nspname, relname`,
    [applicationRole],
  );
  return rows;
}

async function migrationsHad(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>('select name from public.migration order by id');
  return rows.map(({ name }) => name);
}

async function refuseHeldRows(client: pg.Client, tables: Table[]): Promise<void> {
  for (const { name } of tables) {
    // Nobody may give while we look and fill.
    await client.query(`lock table ${name} in access exclusive mode`);
    if (replaced.includes(name) || joined.has(name)) continue;
    const { rowCount } = await client.query(`select from ${name} limit 1`);
    if (rowCount !== 0) {
      throw new StartRefused(`${name} holds rows already: restore into a new database. Nothing was changed.`);
    }
  }
}

/** Rows came with their own numbers; the next number is after the highest of them. */
async function advanceIdentities(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string; column: string }>(
    `select format('%I.%I', nspname, relname) as name, attname as column
     from pg_attribute join pg_class on pg_class.oid = attrelid join pg_namespace on pg_namespace.oid = relnamespace
     where attidentity <> '' and relkind in ('r', 'p') and has_schema_privilege($1, pg_namespace.oid, 'usage')`,
    [applicationRole],
  );
  for (const { name, column } of rows) {
    await client.query(
      `select setval(pg_get_serial_sequence($1, $2), max("${column}")) from ${name} having count(*) > 0`,
      [name, column],
    );
  }
}
