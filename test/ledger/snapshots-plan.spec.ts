import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { DonationCounts } from '../../src/giving/donations/donation-counts.js';
import { Totals } from '../../src/reports/totals.js';
import { Snapshots } from '../../src/ledger/snapshots.js';
import { give } from '../reports/given.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { eventually } from '../support/eventually.js';

let test: TestApp;
let dataSource: DataSource;
let snapshots: Snapshots;
let counts: DonationCounts;

beforeEach(async () => {
  test = await startTestApp({ workers: false, sandbox: false });
  ({ dataSource } = test.database);
  snapshots = test.app.get(Snapshots);
  counts = test.app.get(DonationCounts);
});
afterEach(() => test.close());

/** Other databases of this cluster may hold the horizon back for a moment. */
const cutEverything = (): Promise<true> =>
  eventually('everything to be below the horizon', async () => {
    await snapshots.cut();
    await counts.cut();
    const [row] = await dataSource.query<[{ left: boolean }]>(
      `select exists (select from ledger.transfer join ledger.latest_snapshot base on base.account = credit_account
         where (transfer.epoch, txid) >= (base.epoch, horizon))
       or exists (select from giving.donation join giving.latest_donation_count base using (appeal)
         where (confirmed_epoch, confirmed_txid) >= (base.epoch, horizon)) as left`,
    );
    return !row.left;
  });

describe('a total', () => {
  it('reads the tail alone, however much was given before', async () => {
    await give(test, { name: 'first' });
    const small = await readsOfTotal(3_000);
    const large = await readsOfTotal(30_000);

    for (const { scans } of [small, large]) {
      expect(scans.map(({ type }) => type).filter((type) => !type.startsWith('Index'))).toEqual([]);
      expect(scans.reduce((rows, scan) => rows + scan.rows, 0)).toBe(0);
    }
    expect(large.scans.map(({ index }) => index)).toEqual(small.scans.map(({ index }) => index));
    expect(large.blocks).toBeLessThanOrEqual(2 * small.blocks);
  });
});

interface Plan {
  'Node Type': string;
  'Index Name'?: string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: Plan[];
}

/** Adds settled donations, cuts, and looks at what the product's own statements of a total visit. */
async function readsOfTotal(donations: number) {
  await test.database.asOwner(`
    insert into giving.donation (id, appeal, appeal_version, channel, collection, purpose, status, amount_pence,
      charged_pence, confirmed_txid, confirmed_epoch, given_at, receipt_token)
    select gen_random_uuid(), appeal, 1, channel, collection, purpose, status, 100, 100,
      pg_current_xact_id()::text::bigint, confirmed_epoch, given_at, 'token'
    from giving.donation, generate_series(1, ${donations}) where id in (select id from giving.donation limit 1);
    insert into ledger.transfer (entry, leg, happening, debit_account, credit_account, amount_pence, occurred_at,
      body_hash, donation_id, source, source_id)
    select gen_random_uuid(), 1, happening, debit_account, credit_account, 100, occurred_at, body_hash,
      donation_id, source, source_id
    from ledger.transfer, generate_series(1, ${donations}) where (entry, leg) in (
      select entry, leg from ledger.transfer order by leg limit 1)`);
  await cutEverything();
  await test.database.asOwner('vacuum analyze');
  const scans: { type: string; index: string | undefined; rows: number }[] = [];
  let blocks = 0;
  const visit = (plan: Plan): void => {
    if (plan['Relation Name'] === 'transfer' || plan['Relation Name'] === 'donation') {
      const rows = (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops'];
      scans.push({ type: plan['Node Type'], index: plan['Index Name'], rows });
      blocks += plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
    }
    plan.Plans?.forEach(visit);
  };
  const watched = {
    async query(sql: string, params: unknown[]) {
      const explain = `explain (analyze, buffers, format json) ${sql}`;
      const [row] = await dataSource.query<[{ 'QUERY PLAN': [{ Plan: Plan }] }]>(explain, params);
      visit(row['QUERY PLAN'][0].Plan);
      return dataSource.query(sql, params);
    },
  } as DataSource;
  await new Totals(watched).of('sun-ukraine-fund');
  return { scans, blocks };
}
