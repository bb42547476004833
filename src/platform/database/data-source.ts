import type { DataSourceOptions, EntityTarget, ObjectLiteral } from 'typeorm';
import { sqlMigrations } from './sql-migrations.js';

/** The role that the application works as: it may insert into the books, never change them. */
export const applicationRole = 'everypenny_app';

/**
 * Options of a TypeORM data source. As the application every connection works as `everypenny_app`; the
 * owner's connections keep their own role and carry the migrations.
 */
export function dataSourceOptions(
  url: string,
  as: 'application' | 'owner',
  entities: EntityTarget<ObjectLiteral>[] = [],
): DataSourceOptions {
  const settings = ['TimeZone=UTC', 'idle_in_transaction_session_timeout=60s'];
  if (as === 'application') settings.push(`role=${applicationRole}`);
  return {
    type: 'postgres',
    url,
    entities: entities as Function[],
    migrations: as === 'owner' ? sqlMigrations() : [],
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    synchronize: false,
    installExtensions: false,
    uuidExtension: 'pgcrypto',
    applicationName: 'everypenny',
    poolSize: as === 'application' ? 10 : 2,
    extra: { options: settings.map((setting) => `-c ${setting}`).join(' ') },
  };
}
