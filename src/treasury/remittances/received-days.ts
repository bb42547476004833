import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Purpose } from '../../ledger/accounts.js';
import { type Tx, Transactions } from '../../platform/database/transactions.js';
import { Schedule } from '../../platform/schedule/schedule.js';
import { type Pence, penceFromText } from '../../vocabulary/pence.js';

const countEveryMs = 1_000;
const worthCounting = 500;

/** As the snapshots of the ledger, the horizon and the sums are of one statement. */
const count = `
  insert into treasury.received_day (account, epoch, horizon, day, amount_pence)
  select tail.account, now.epoch, now.horizon, tail.day, tail.amount_pence
  from (select max(number) as epoch, pg_snapshot_xmin(pg_current_snapshot()) as horizon from ledger.epoch) now
  cross join lateral (
    select account, (occurred_at at time zone 'Europe/London')::date as day,
      coalesce(sum(amount_pence) filter (where happening in ('card_charged', 'given_by_bank')), 0) as amount_pence,
      sum(count(*)) over (partition by account) as transfers
    from treasury.received_until base cross join lateral (
      select occurred_at, amount_pence, happening from ledger.transfer
      where credit_account = base.account and (transfer.epoch, transfer.txid) >= (base.epoch, base.horizon)
        and (transfer.epoch, transfer.txid) < (now.epoch, now.horizon) offset 0
    ) transfer
    group by 1, 2
  ) tail
  where tail.transfers >= $1
  returning account`;

/**
 * The days of a fund. What went back to donors is taken off the day of its gift; a gift that was disputed and won was
 * received when it was won. These are few at any moment, and each has an index.
 */
const days = `
  with changed as (
    select donation.id, donation.purpose, -(refunded_pence + lost_pence + reversed_pence) as pence
    from giving.donation
    where appeal = $1 and status in ('part_refunded', 'refunded', 'lost', 'reversed', 'disputed')
      and channel <> 'text' and collection = 'held'
    union all
    select donation.id, donation.purpose, -transfer.amount_pence
    from ledger.account join ledger.transfer on debit_account = account.id and happening = 'dispute_opened'
    join giving.donation on donation.id = transfer.donation_id and donation.lost_pence = 0
    where account.book = $1 and account.name = 'dispute_suspense'
  )
  select purpose, day::text, sum(pence)::text as pence
  from (
    select purpose, day, amount_pence as pence from treasury.received where book = $1
    union all
    select changed.purpose, (charge.occurred_at at time zone 'Europe/London')::date, changed.pence
    from changed join ledger.transfer charge on charge.donation_id = changed.id and charge.leg = 1
      and charge.happening in ('card_charged', 'given_by_bank') and charge.reverses is null
    union all
    select account.purpose, (occurred_at at time zone 'Europe/London')::date, amount_pence
    from ledger.account join ledger.transfer on credit_account = account.id and happening = 'dispute_won'
    where account.book = $1 and account.name = 'dispute_suspense'
  ) part group by purpose, day having sum(pence) > 0 order by day desc`;

/** What a fund received on one London date and has not given back. */
export interface ReceivedDay {
  purpose: Purpose;
  day: string;
  pence: Pence;
}

/** Adds up by days what funds receive: asking costs the same however many gave. It never takes part in the way in. */
@Injectable()
export class ReceivedDays implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly schedule: Schedule,
  ) {}

  onModuleInit(): void {
    this.schedule.every(countEveryMs, 'received days', () => this.count(worthCounting));
  }

  /** Counts what is settled of the funds that have so many receipts since; one at a time, so that each counts once. */
  count(leastReceipts = 1): Promise<number> {
    return this.transactions.run(async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('received days', 0))`);
      return (await tx.query<unknown[]>(count, [leastReceipts])).length;
    });
  }

  /** Of a book, the newest first. */
  async of(tx: Tx, book: string): Promise<ReceivedDay[]> {
    const rows = await tx.query<(Omit<ReceivedDay, 'pence'> & { pence: string })[]>(days, [book]);
    return rows.map((row) => ({ ...row, pence: penceFromText(row.pence) }));
  }
}
