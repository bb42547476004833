import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Tx, Transactions } from '../../platform/database/transactions.js';
import { Schedule } from '../../platform/schedule/schedule.js';
import { Clock } from '../../vocabulary/clock.js';
import { type Pence, penceFromText } from '../../vocabulary/pence.js';
import type { Match } from './match.entity.js';
import { type PledgeStatus, pledgeStatusOf } from './pledge-states.js';
import { Pledge } from './pledge.entity.js';

const cutEveryMs = 1_000;
const worthACut = 500;
const settleEveryMs = 60_000;

/** A match as it stands: what it comes to is promised, what the sponsor has paid is raised. */
export interface MatchFigures extends Match {
  status: PledgeStatus;
  capPence: Pence;
  matchedPence: Pence;
  paidPence: Pence;
}

/** As giving.donation_count: the horizon and the sum are of one statement. Only matches that may still change. */
const cut = `
  insert into giving.match_tally (match_id, epoch, horizon, given_pence)
  select base.match_id, now.epoch, now.horizon, base.given_pence + tail.given_pence
  from (select max(number) as epoch, pg_snapshot_xmin(pg_current_snapshot())::text::bigint as horizon
    from ledger.epoch) now
  cross join giving.latest_match_tally base
  join giving.pledge on pledge.id = base.match_id and pledge.status in ('open', 'part_kept', 'paused')
  cross join lateral (
    select count(*) as donations, coalesce(sum(matchable.amount_pence), 0) as given_pence
    from giving.donation
    left join giving.matchable on matchable.match_id = base.match_id and matchable.donation_id = donation.id
    where donation.appeal = base.appeal and donation.confirmed_txid is not null
      and (donation.confirmed_epoch, donation.confirmed_txid) >= (base.epoch, base.horizon)
      and (donation.confirmed_epoch, donation.confirmed_txid) < (now.epoch, now.horizon)
  ) tail
  where tail.donations >= $1
  on conflict do nothing
  returning match_id`;

const figures = `
  select id, appeal, sponsor_name as "sponsorName", ratio_percent as "ratioPercent", begins_at as "beginsAt",
    ends_at as "endsAt", status, cap_pence as "capPence", matched_pence as "matchedPence", kept_pence as "paidPence"
  from giving.match_figures`;

type Row = Omit<MatchFigures, 'capPence' | 'matchedPence' | 'paidPence'> &
  Record<'capPence' | 'matchedPence' | 'paidPence', string>;

/**
 * What sponsors add to what donors give. Nothing is done about it on the way in: it is read from the confirmed
 * donations, behind them, so it follows their refunds too and can't exceed its cap.
 */
@Injectable()
export class Matches implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly schedule: Schedule,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.schedule.every(cutEveryMs, 'match tallies', () => this.cut(worthACut));
    this.schedule.every(settleEveryMs, 'matches that are over', () => this.settle());
  }

  /** Adds up what is settled where so many donations have come since; says of how many matches. */
  async cut(leastDonations = 1): Promise<number> {
    return (await this.dataSource.query<unknown[]>(cut, [leastDonations])).length;
  }

  /** The matches of an appeal, the earliest first. */
  async of(appeal: string): Promise<MatchFigures[]> {
    const rows = await this.dataSource.query<Row[]>(`${figures} where appeal = $1 order by begins_at, id`, [
      appeal,
    ]);
    return rows.map(inPence);
  }

  /** The match that a pledge is, if it is one. */
  async find(
    pledgeId: string,
    within: Pick<Tx, 'query'> = this.dataSource,
  ): Promise<MatchFigures | undefined> {
    const rows = await within.query<Row[]>(`${figures} where id = $1`, [pledgeId]);
    return rows.map(inPence)[0];
  }

  /** A match whose time is over is promised for what it came to; until it is paid, refunds still take from it. */
  async settle(): Promise<void> {
    const over = await this.dataSource.query<{ id: string }[]>(
      `select id from giving.match join giving.pledge using (id)
       where ends_at <= $1 and status in ('open', 'part_kept', 'paused') order by id`,
      [this.clock.now()],
    );
    for (const { id } of over) await this.transactions.run((tx) => this.settleOne(tx, id));
  }

  private async settleOne(tx: Tx, id: string): Promise<void> {
    const pledge = await tx.findOneOrFail(Pledge, { where: { id }, lock: { mode: 'for_no_key_update' } });
    const match = await this.find(id, tx);
    if (!match) return;
    const amountPence = match.matchedPence;
    const status = pledgeStatusOf({ ...pledge, amountPence });
    await tx.update(Pledge, { id }, { amountPence, status, ...(status === 'kept' && { pausedOn: null }) });
  }
}

function inPence({ capPence, matchedPence, paidPence, ...row }: Row): MatchFigures {
  return {
    ...row,
    capPence: penceFromText(capPence),
    matchedPence: penceFromText(matchedPence),
    paidPence: penceFromText(paidPence),
  };
}
