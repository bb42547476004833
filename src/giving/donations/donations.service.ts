import { Injectable } from '@nestjs/common';
import { DataSource, In, LessThan } from 'typeorm';
import { Breaks } from '../../platform/breaks/breaks.js';
import type { Tx } from '../../platform/database/transactions.js';
import { News } from '../../platform/messaging/news.js';
import { newLinkToken } from '../../vocabulary/link-token.js';
import { type DonationStatus, mayBecome, statusOf } from './donation-states.js';
import { Donation } from './donation.entity.js';
import {
  donationAmended,
  type DonationConfirmed,
  donationConfirmed,
  donationEnded,
} from './donations.events.js';

export type { Donation } from './donation.entity.js';

/** A gift that was asked for and posts nothing yet. */
export type NewDonation = Pick<
  Donation,
  'id' | 'appeal' | 'appealVersion' | 'channel' | 'collection' | 'purpose' | 'amountPence' | 'givenAt'
> & {
  donorId?: string;
  requestHash?: string;
  /** Pending, unless its donor must be asked first. */
  status?: 'pending' | 'held';
};

/**
 * What went back of a charged donation, as it stands now: never what was added to it. And what was charged by
 * now, where one gift is several charges.
 */
export type Undone = Partial<
  Pick<Donation, 'refundedPence' | 'lostPence' | 'reversedPence' | 'chargedPence'>
> & {
  /** A dispute that took money is open. */
  disputed?: boolean;
};

const insert = `
  insert into giving.donation (id, appeal, appeal_version, channel, collection, purpose, status, amount_pence,
    given_at, donor_id, receipt_token, request_hash)
  select id, appeal, appeal_version, channel, collection, purpose, status, amount_pence, given_at, donor_id,
    receipt_token, request_hash
  from unnest($1::uuid[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::bigint[],
    $8::timestamptz[], $9::uuid[], $10::text[], $11::text[], $12::text[])
  as given (id, appeal, appeal_version, channel, collection, purpose, amount_pence, given_at, donor_id,
    receipt_token, request_hash, status)
  order by id
  on conflict (id) do nothing returning id`;

/** What a donation is and becomes. It never calls a channel: the channel that took the money tells it. */
@Injectable()
export class Donations {
  constructor(
    private readonly dataSource: DataSource,
    private readonly breaks: Breaks,
    private readonly news: News,
  ) {}

  /** Starts each donation once; resolves with the ids that are new. */
  async start(tx: Tx, donations: NewDonation[]): Promise<Set<string>> {
    if (donations.length === 0) return new Set();
    const rows = await tx.query<{ id: string }[]>(insert, [
      donations.map((donation) => donation.id),
      donations.map((donation) => donation.appeal),
      donations.map((donation) => donation.appealVersion),
      donations.map((donation) => donation.channel),
      donations.map((donation) => donation.collection),
      donations.map((donation) => donation.purpose),
      donations.map((donation) => donation.amountPence),
      donations.map((donation) => donation.givenAt),
      donations.map((donation) => donation.donorId ?? null),
      donations.map(() => newLinkToken()),
      donations.map((donation) => donation.requestHash ?? null),
      donations.map((donation) => donation.status ?? 'pending'),
    ]);
    return new Set(rows.map((row) => row.id));
  }

  /** The donations, locked until the transaction ends, in the order of their ids. */
  lock(tx: Tx, ids: string[]): Promise<Donation[]> {
    return tx.find(Donation, {
      where: { id: In([...new Set(ids)]) },
      order: { id: 'ASC' },
      lock: { mode: 'for_no_key_update' },
    });
  }

  /** Lets held donations go on their way to being charged. */
  async release(tx: Tx, ids: string[]): Promise<void> {
    if (ids.length === 0) return;
    await tx.query(
      `update giving.donation set status = 'pending' where id = any($1::uuid[]) and status = 'held'`,
      [ids],
    );
  }

  /**
   * Notes that donations were charged, in full or in a first part; call it in the transaction that posts them.
   * Late word (the donation had failed or expired) confirms all the same and is kept as a break.
   */
  async confirm(tx: Tx, charged: DonationConfirmed[]): Promise<void> {
    if (charged.length === 0) return;
    await tx.query(
      `update giving.donation set paid = true, charged_pence = charge.pence, confirmed_at = charge.at,
         status = case when charge.pence < donation.amount_pence then 'part_charged' else 'confirmed' end,
         confirmed_epoch = default, confirmed_txid = pg_current_xact_id()::text::bigint
       from unnest($1::uuid[], $2::bigint[], $3::timestamptz[]) as charge (id, pence, at)
       where donation.id = charge.id and donation.status in ('pending', 'failed', 'expired')`,
      [
        charged.map(({ donation }) => donation.id),
        charged.map(({ chargedPence }) => chargedPence),
        charged.map(({ at }) => at),
      ],
    );
    for (const { donation, chargedPence } of charged) {
      if (donation.status === 'failed' || donation.status === 'expired') {
        await this.breaks.note(tx, {
          kind: 'charged_after_all',
          reference: donation.id,
          detail: `The donation was ${donation.status} and was then reported as charged. It is booked.`,
          whatToDo: 'Nothing, unless the donor was told otherwise.',
          donationId: donation.id,
          amountPence: chargedPence,
          ours: [
            { what: `donation, ${donation.status}`, id: donation.id, amountPence: donation.amountPence },
          ],
          theirs: [{ what: 'charge', id: donation.id, amountPence: chargedPence }],
        });
      }
    }
    await this.news.tell(tx, donationConfirmed, charged);
  }

  /**
   * Notes what went back of a donation that the caller has locked and that was charged, or what more was
   * charged of it; call it in the transaction that posts it. What is not named stays as it was. The database refuses more than was charged.
   */
  async amend(tx: Tx, donation: Donation, undone: Undone): Promise<void> {
    const { disputed = donation.status === 'disputed', ...amounts } = undone;
    const now: Donation = { ...donation, ...amounts };
    now.status = statusOf(now, disputed);
    await tx.query(
      `update giving.donation set status = $2, refunded_pence = $3, lost_pence = $4, reversed_pence = $5,
         charged_pence = $6
       where id = $1`,
      [now.id, now.status, now.refundedPence, now.lostPence, now.reversedPence, now.chargedPence],
    );
    await this.news.tell(tx, donationAmended, [{ donation: now, statusBefore: donation.status }]);
  }

  /** Notes that nothing was taken; only a donation that may still become so is touched. Resolves with those. */
  async end(tx: Tx, ids: string[], status: Extract<DonationStatus, 'failed' | 'expired'>): Promise<string[]> {
    if (ids.length === 0) return [];
    const [ended] = await tx.query<[{ donationId: string }[], number]>(
      `update giving.donation set status = $2 where id = any($1::uuid[])
         and (status = 'pending' or (status = 'held' and $2 = 'expired'))
       returning id as "donationId"`,
      [ids, status],
    );
    await this.news.tell(
      tx,
      donationEnded,
      ended.map(({ donationId }) => ({ donationId, status })),
    );
    return ended.map(({ donationId }) => donationId);
  }

  /** The donor came back to pay after all. Resolves with whether nothing had been taken so far. */
  async resume(tx: Tx, id: string): Promise<boolean> {
    const [, resumed] = await tx.query<[unknown[], number]>(
      `update giving.donation set status = 'pending' where id = $1 and status in ('failed', 'expired')`,
      [id],
    );
    return resumed > 0;
  }

  /** The company says that it was paid; the books follow with the balance transaction. */
  async notePaid(tx: Tx, id: string): Promise<void> {
    await tx.query('update giving.donation set paid = true where id = $1 and not paid', [id]);
  }

  find(id: string): Promise<Donation | null> {
    return this.dataSource.getRepository(Donation).findOneBy({ id });
  }

  findAll(ids: string[], tx: Tx = this.dataSource.manager): Promise<Donation[]> {
    return tx.findBy(Donation, { id: In(ids) });
  }

  /** Asked for before `before` and not heard of since, oldest first. */
  pendingSince(
    channel: Donation['channel'],
    before: Date,
    count: number,
    tx: Tx = this.dataSource.manager,
  ): Promise<Donation[]> {
    return tx.find(Donation, {
      where: { status: 'pending', channel, givenAt: LessThan(before) },
      order: { givenAt: 'ASC', id: 'ASC' },
      take: count,
    });
  }

  /** The donations of these donors, oldest first. */
  givenBy(donorIds: string[], tx: Tx = this.dataSource.manager): Promise<Donation[]> {
    return tx.find(Donation, { where: { donorId: In(donorIds) }, order: { givenAt: 'ASC', id: 'ASC' } });
  }

  /** The newest donations of all appeals, `count` at most. */
  latest(count: number): Promise<Donation[]> {
    return this.dataSource
      .getRepository(Donation)
      .find({ order: { givenAt: 'DESC', id: 'DESC' }, take: count });
  }

  /** Whether a donation may still be confirmed; false when the books have it already. */
  static awaits(donation: Donation): boolean {
    return mayBecome(donation.status, 'confirmed') && donation.chargedPence === 0;
  }
}
