import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Transactions } from '../../platform/database/transactions.js';
import { Schedule } from '../../platform/schedule/schedule.js';

const countEveryMs = 1_000;
const worthCounting = 500;

/** As the snapshots of the ledger: the horizon and the counts are of one statement. */
const count = `
  insert into giving.given_hour_count (appeal, epoch, horizon, hour, channel, donations, amount_pence)
  select tail.appeal, now.epoch, now.horizon, tail.hour, tail.channel, tail.donations, tail.amount_pence
  from (select max(number) as epoch, pg_snapshot_xmin(pg_current_snapshot())::text::bigint as horizon
    from ledger.epoch) now
  cross join lateral (
    select appeal, date_trunc('hour', given_at) as hour, channel, count(*) as donations,
      sum(donation.amount_pence) as amount_pence, sum(count(*)) over (partition by appeal) as of_appeal
    from giving.given_hour_until base join giving.donation using (appeal)
    where confirmed_txid is not null and (confirmed_epoch, confirmed_txid) >= (base.epoch, base.horizon)
      and (confirmed_epoch, confirmed_txid) < (now.epoch, now.horizon)
    group by appeal, 2, channel
  ) tail
  where tail.of_appeal >= $1
  returning appeal`;

/** Counts gifts by hour and channel once they are settled, so that nobody counts them again. */
@Injectable()
export class GivenHours implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly schedule: Schedule,
  ) {}

  onModuleInit(): void {
    this.schedule.every(countEveryMs, 'given hours', () => this.count(worthCounting));
  }

  /** Counts the appeals that have at least so many gifts since; one at a time, so that each gift counts once. */
  count(leastDonations = 1): Promise<number> {
    return this.transactions.run(async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('given hours', 0))`);
      return (await tx.query<unknown[]>(count, [leastDonations])).length;
    });
  }
}
