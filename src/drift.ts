import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { dataSourceOptions } from './platform/database/data-source.js';

/** The statements that would make the database what the entities say; none when they agree. */
export async function schemaDrift(
  ownerUrl: string,
  entities: EntityTarget<ObjectLiteral>[],
): Promise<string[]> {
  const dataSource = await new DataSource(dataSourceOptions(ownerUrl, 'owner', entities)).initialize();
  try {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    return upQueries.map(({ query }) => query);
  } finally {
    await dataSource.destroy();
  }
}
