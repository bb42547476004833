import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Metrics } from '../platform/metrics/metrics.js';
import { Schedule } from '../platform/schedule/schedule.js';

const cutEveryMs = 1_000;
/** A tail this short is read in no time; so snapshots stay a small part of the transfers and none need go. */
const worthACut = 500;

/**
 * The horizon and the sums are of one statement, so they are of one instant: whatever is below the horizon has
 * ended and is in the sums. Each account goes on from its own newest snapshot.
 */
const cut = `
  insert into ledger.snapshot (account, epoch, horizon, balance_pence)
  select base.account, now.epoch, now.horizon, base.balance_pence + tail.pence
  from (select max(number) as epoch, pg_snapshot_xmin(pg_current_snapshot()) as horizon from ledger.epoch) now
  cross join ledger.latest_snapshot base
  cross join lateral (
    select count(*) as transfers, sum(pence) as pence from (
      select amount_pence as pence from ledger.transfer where debit_account = base.account
        and (epoch, txid) >= (base.epoch, base.horizon) and (epoch, txid) < (now.epoch, now.horizon)
      union all
      select -amount_pence from ledger.transfer where credit_account = base.account
        and (epoch, txid) >= (base.epoch, base.horizon) and (epoch, txid) < (now.epoch, now.horizon)
    ) moved
  ) tail
  where tail.transfers >= $1
  on conflict do nothing
  returning account`;

/**
 * Sums what is settled of each account, so that nobody has to sum it again. Every snapshot is true by itself:
 * two processes that cut at once do the work twice and harm nothing, and reading needs none of them to be new.
 */
@Injectable()
export class Snapshots implements OnModuleInit {
  /** The transaction that all snapshots wait for, and since when we have seen it run. */
  private oldest = { xid: '', sinceMs: 0 };

  constructor(
    private readonly dataSource: DataSource,
    private readonly schedule: Schedule,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.schedule.every(cutEveryMs, 'snapshots', () => this.cut(worthACut));
    this.metrics.gauge(
      'everypenny_snapshot_horizon_age_seconds',
      'For how long one unfinished transaction has kept snapshots from moving on.',
      [],
      async (gauge) => gauge.set(await this.horizonAgeSeconds()),
    );
  }

  /** Cuts the accounts that at least so many settled transfers have moved since their last cut; says how many. */
  async cut(leastTransfers = 1): Promise<number> {
    return (await this.dataSource.query<unknown[]>(cut, [leastTransfers])).length;
  }

  private async horizonAgeSeconds(): Promise<number> {
    const [row] = await this.dataSource.query<[{ xid: string; runs: boolean }]>(
      `select pg_snapshot_xmin(now)::text as xid, pg_snapshot_xmin(now) < pg_snapshot_xmax(now) as runs
       from pg_current_snapshot() now`,
    );
    if (!row.runs || row.xid !== this.oldest.xid) this.oldest = { xid: row.xid, sinceMs: Date.now() };
    return (Date.now() - this.oldest.sinceMs) / 1_000;
  }
}
