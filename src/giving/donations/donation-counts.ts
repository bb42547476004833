import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Schedule } from '../../platform/schedule/schedule.js';

const cutEveryMs = 1_000;
const worthACut = 500;

/** As the snapshots of the ledger: the horizon and the count are of one statement. */
const cut = `
  insert into giving.donation_count (appeal, epoch, horizon, donations)
  select base.appeal, now.epoch, now.horizon, base.donations + tail.donations
  from (select max(number) as epoch, pg_snapshot_xmin(pg_current_snapshot())::text::bigint as horizon
    from ledger.epoch) now
  cross join giving.latest_donation_count base
  cross join lateral (
    select count(*) as donations from giving.donation
    where donation.appeal = base.appeal and confirmed_txid is not null
      and (confirmed_epoch, confirmed_txid) >= (base.epoch, base.horizon)
      and (confirmed_epoch, confirmed_txid) < (now.epoch, now.horizon)
  ) tail
  where tail.donations >= $1
  on conflict do nothing
  returning appeal`;

/** Counts who gave, so that nobody has to count them again: asking costs the same however many there are. */
@Injectable()
export class DonationCounts implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly schedule: Schedule,
  ) {}

  onModuleInit(): void {
    this.schedule.every(cutEveryMs, 'donation counts', () => this.cut(worthACut));
  }

  /** Counts what is settled of the appeals that have at least so many donations since; says how many appeals. */
  async cut(leastDonations = 1): Promise<number> {
    return (await this.dataSource.query<unknown[]>(cut, [leastDonations])).length;
  }
}
