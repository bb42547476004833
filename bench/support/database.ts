import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { embeddedPostgres } from '../../src/platform/database/embedded-postgres.js';
import { migrate } from '../../src/platform/database/migrate.js';

/** A PostgreSQL of the benchmark's own, up to date and empty. */
export interface BenchDatabase {
  url: string;
  /** For files of the product that runs on it. */
  folder: string;
  /** One statement as the owner of every table. */
  asOwner<Row extends pg.QueryResultRow>(sql: string, params?: unknown[]): Promise<Row[]>;
  /** Stops the server and removes its data. */
  remove(): Promise<void>;
}

export async function startDatabase(): Promise<BenchDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'everypenny-bench-'));
  const server = await embeddedPostgres(folder).catch((error: unknown) => {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  await migrate(server.url);
  const owner = new pg.Pool({ connectionString: server.url, max: 2 });
  // Its goodbye may still be on the way when the server goes.
  let isEnding = false;
  owner.on('error', (error) => {
    if (!isEnding) throw error;
  });
  return {
    url: server.url,
    folder,
    async asOwner<Row extends pg.QueryResultRow>(sql: string, params?: unknown[]) {
      return (await owner.query<Row>(sql, params)).rows;
    },
    async remove() {
      isEnding = true;
      await owner.end();
      await server.stop();
      for (const used of [folder, server.movedTo]) if (used) rmSync(used, { recursive: true, force: true });
    },
  };
}
