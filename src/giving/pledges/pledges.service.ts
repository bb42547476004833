import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource, In } from 'typeorm';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { type Tx, Transactions } from '../../platform/database/transactions.js';
import { News } from '../../platform/messaging/news.js';
import { addDays, Clock, daysBetween, londonDate } from '../../vocabulary/clock.js';
import { newLinkToken, sameToken } from '../../vocabulary/link-token.js';
import { type Pence, penceFromText } from '../../vocabulary/pence.js';
import { donorsErased } from '../donors/donors.events.js';
import { nextReminder } from './pledge-days.js';
import { isPromised, type PledgeStatus, pledgeStatusOf } from './pledge-states.js';
import { Pledge, PledgePayment } from './pledge.entity.js';
import { PledgeNotFound, PledgeNotOpen } from './pledges.problems.js';

export type { Pledge, PledgeOrigin } from './pledge.entity.js';

/** A promise that posts nothing. `dueOn` is a London date, YYYY-MM-DD. */
export type NewPledge = Pick<
  Pledge,
  'id' | 'appeal' | 'appealVersion' | 'origin' | 'amountPence' | 'dueOn' | 'openedAt'
> & { donorId?: string; requestHash?: string; takenBy?: string; capPence?: Pence };

const insert = `
  insert into giving.pledge (id, appeal, appeal_version, origin, amount_pence, due_on, donor_id, token,
    request_hash, taken_by, opened_at, next_reminder_on, cap_pence)
  select * from unnest($1::uuid[], $2::text[], $3::integer[], $4::text[], $5::bigint[], $6::date[], $7::uuid[],
    $8::text[], $9::text[], $10::text[], $11::timestamptz[], $12::date[], $13::bigint[])
    as pledged (id)
  order by id
  on conflict (id) do nothing returning id, token`;

/** What is promised and becomes of it. It never takes money: donations keep a pledge. */
@Injectable()
export class Pledges implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly news: News,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.news.on(donorsErased, async (tx, erased) => {
      for (const { donorIds, at } of erased) {
        const pledges = await this.ofDonors(donorIds, tx);
        await this.withdrawAll(
          tx,
          pledges.map(({ id }) => id),
          at,
        );
      }
    });
  }

  /** Opens each pledge once; resolves with those that are new, and where each donor pays. */
  async open(tx: Tx, pledges: NewPledge[]): Promise<{ id: string; payUrl: string }[]> {
    // Who left no address with us can't be reminded by us.
    const firstReminder = ({ donorId, dueOn, openedAt }: NewPledge): string | null =>
      donorId === undefined ? null : nextReminder(dueOn, londonDate(openedAt));
    const rows = await tx.query<{ id: string; token: string }[]>(insert, [
      pledges.map((pledge) => pledge.id),
      pledges.map((pledge) => pledge.appeal),
      pledges.map((pledge) => pledge.appealVersion),
      pledges.map((pledge) => pledge.origin),
      pledges.map((pledge) => pledge.amountPence),
      pledges.map((pledge) => pledge.dueOn),
      pledges.map((pledge) => pledge.donorId ?? null),
      pledges.map(() => newLinkToken()),
      pledges.map((pledge) => pledge.requestHash ?? null),
      pledges.map((pledge) => pledge.takenBy ?? null),
      pledges.map((pledge) => pledge.openedAt),
      pledges.map(firstReminder),
      pledges.map((pledge) => pledge.capPence ?? null),
    ]);
    return rows.map(({ id, token }) => ({ id, payUrl: this.payUrl({ id, token }) }));
  }

  /** The donor's own page of a pledge: to give towards it, pause it or withdraw it. */
  payUrl({ id, token }: Pick<Pledge, 'id' | 'token'>): string {
    return `${this.config.publicUrl}/pledges/${id}?token=${token}`;
  }

  /** What donors have promised an appeal and may still give; what sponsors have is a match. */
  async promised(appeal: string): Promise<{ pledges: number; pledgedPence: Pence }> {
    const [row] = await this.dataSource.query<[{ pledges: number; pence: string }]>(
      `select count(*)::integer as pledges, coalesce(sum(amount_pence - kept_pence), 0)::text as pence
       from giving.pledge
       where appeal = $1 and status in ('open', 'part_kept', 'paused') and cap_pence is null`,
      [appeal],
    );
    return { pledges: row.pledges, pledgedPence: penceFromText(row.pence) };
  }

  /** The newest first, 200 at most. */
  newest(appeal?: string): Promise<Pledge[]> {
    return this.dataSource.getRepository(Pledge).find({
      where: appeal === undefined ? {} : { appeal },
      order: { openedAt: 'DESC', id: 'DESC' },
      take: 200,
    });
  }

  /** The pledges of these donors, oldest first. */
  ofDonors(donorIds: string[], tx: Tx = this.dataSource.manager): Promise<Pledge[]> {
    return tx.find(Pledge, { where: { donorId: In(donorIds) }, order: { openedAt: 'ASC', id: 'ASC' } });
  }

  find(id: string, tx: Tx = this.dataSource.manager): Promise<Pledge | null> {
    return tx.findOneBy(Pledge, { id });
  }

  /** The pledge of whoever has its token. Throws PledgeNotFound for an unknown id and a wrong token alike. */
  async of(id: string, token: unknown): Promise<Pledge> {
    const pledge = isUUID(id) ? await this.find(id) : null;
    if (!pledge || !sameToken(pledge.token, token)) throw new PledgeNotFound();
    return pledge;
  }

  /** Notes that a donation is begun to keep a pledge; call it in the transaction that starts the donation. */
  async toward(tx: Tx, pledgeId: string, donationId: string): Promise<void> {
    await tx.insert(PledgePayment, { donationId, pledgeId });
  }

  /** No reminders and no lapsing until the donor resumes. */
  pause(id: string, token: unknown): Promise<Pledge> {
    return this.change(id, token, ['paused'], (_pledge, today) => ({ pausedOn: today }));
  }

  /** The days of the pause are added to the due day. */
  resume(id: string, token: unknown): Promise<Pledge> {
    return this.change(id, token, ['open', 'part_kept'], ({ pausedOn, dueOn }, today) => {
      const due = addDays(dueOn, daysBetween(pausedOn ?? today, today));
      return { pausedOn: null, dueOn: due, nextReminderOn: nextReminder(due, today) };
    });
  }

  /** What was given towards it stays given. */
  withdraw(id: string, token: unknown): Promise<Pledge> {
    return this.change(id, token, ['withdrawn'], () => ({ withdrawnAt: this.clock.now() }));
  }

  /** May be asked of any pledge, and once more. */
  async stopReminders(id: string, token: unknown): Promise<Pledge> {
    const pledge = await this.of(id, token);
    await this.dataSource.getRepository(Pledge).update({ id }, { reminders: false });
    return { ...pledge, reminders: false };
  }

  /** Of donors who are forgotten: what is still promised is withdrawn, and nobody is reminded of any. */
  async withdrawAll(tx: Tx, ids: string[], at: Date): Promise<void> {
    const pledges = await tx.find(Pledge, {
      where: { id: In(ids) },
      order: { id: 'ASC' },
      lock: { mode: 'for_no_key_update' },
    });
    for (const { id, status } of pledges) {
      const withdrawn = isPromised(status) && ({ status: 'withdrawn', withdrawnAt: at } as const);
      await tx.update(Pledge, { id }, { reminders: false, ...withdrawn });
    }
  }

  /** Does nothing to one that is `already` so; throws PledgeNotOpen for one that is over otherwise. */
  private async change(
    id: string,
    token: unknown,
    already: PledgeStatus[],
    alter: (pledge: Pledge, today: string) => Partial<Pledge>,
  ): Promise<Pledge> {
    await this.of(id, token);
    return this.transactions.run(async (tx) => {
      const pledge = await tx.findOneOrFail(Pledge, { where: { id }, lock: { mode: 'for_no_key_update' } });
      if (already.includes(pledge.status)) return pledge;
      if (!isPromised(pledge.status)) throw new PledgeNotOpen(pledge.status);
      const changes = alter(pledge, londonDate(this.clock.now()));
      const status = pledgeStatusOf({ ...pledge, ...changes });
      await tx.update(Pledge, { id }, { ...changes, status });
      return { ...pledge, ...changes, status };
    });
  }
}
