import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedPostgres } from '../../dist/src/platform/database/embedded-postgres.js';
import { migrate } from '../../dist/src/platform/database/migrate.js';

/** One PostgreSQL for the whole run; its database is the template that every spec copies. */
export default async function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'everypenny-test-'));
  const postgres = await embeddedPostgres(folder).catch((error) => {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  await migrate(postgres.url);
  process.env.TEST_DATABASE_URL = postgres.url;
  globalThis.everypennyTest = { folder, postgres };
}
