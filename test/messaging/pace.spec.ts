import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/platform/database/data-source.js';
import { OutboxClaims } from '../../src/platform/messaging/outbox-claims.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const perSecond = 100;

describe('the pace of calls', () => {
  let database: TestDatabase;
  let other: DataSource;
  beforeAll(async () => {
    database = await createTestDatabase();
    other = await new DataSource(dataSourceOptions(database.url, 'application')).initialize();
  });
  afterAll(async () => {
    await other.destroy();
    await database.drop();
  });

  const owe = (topic: string, count: number) =>
    database.asOwner(
      `insert into messaging.outbox (id, topic, payload)
       select gen_random_uuid(), '${topic}', '{}' from generate_series(1, ${count})`,
    );
  const claimer = (dataSource: DataSource, topic: string) => {
    const claims = new OutboxClaims(dataSource);
    return (most = 1_000) => claims.claim({ topic, perSecond, deliver: () => Promise.resolve() }, most);
  };

  it('is kept by all processes together, and no call is claimed twice', async () => {
    await owe('shared', 1_000);
    const claimers = [claimer(database.dataSource, 'shared'), claimer(other, 'shared')];
    const startedAt = performance.now();
    const ids: string[] = [];
    await Promise.all(
      claimers.map(async (claim) => {
        while (ids.length < perSecond / 2) ids.push(...(await claim()).map(({ id }) => id));
      }),
    );
    const seconds = (performance.now() - startedAt) / 1_000;
    expect(new Set(ids).size).toBe(ids.length);
    // What may be saved up is a quarter of a second.
    expect(ids.length).toBeLessThanOrEqual((seconds + 0.25) * perSecond + 1);
  });

  it('spends nothing on a claim that finds less than it may take', async () => {
    await owe('little', 3);
    const claim = claimer(database.dataSource, 'little');
    expect(await claim()).toHaveLength(3);
    await owe('little', 20);
    expect(await claim()).toHaveLength(20);
  });

  it('lets a call that nobody renewed be claimed again when its lease is over', async () => {
    const id = randomUUID();
    await database.asOwner(
      `insert into messaging.outbox (id, topic, payload) values ('${id}', 'lease', '{}')`,
    );
    const claim = claimer(database.dataSource, 'lease');
    expect(await claim()).toHaveLength(1);
    expect(await claim()).toEqual([]);
    const [{ seconds }] = (await database.asOwner<{ seconds: number }>(
      `select extract(epoch from next_try_at - clock_timestamp())::integer as seconds from messaging.outbox
       where id = '${id}'`,
    )) as [{ seconds: number }];
    expect(seconds).toBeLessThanOrEqual(15);
    await database.asOwner(`update messaging.outbox set next_try_at = now() where id = '${id}'`);
    expect((await claim()).map(({ attempts }) => attempts)).toEqual([2]);
  });
});
