import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource, In } from 'typeorm';
import type { DonationStatus } from '../giving/donations/donation-states.js';
import { type Channel, Donation } from '../giving/donations/donation.entity.js';
import { DonationNotFound } from '../giving/donations/donations.problems.js';
import { Donations } from '../giving/donations/donations.service.js';
import type { Happening } from '../ledger/entry.js';
import { ValidationFailed } from '../platform/http/http.problems.js';
import { penceFromText } from '../vocabulary/pence.js';
import { donationsWith, happenedTo } from './donation-history.js';
import { roundsOf } from './donation-rounds.js';
import { DonationView } from './donation-view.js';
import type { ReportPeriod } from './report.js';
import { givenBetween } from './report-sql.js';
import type { DonationDto, DonationHistoryDto, DonationListDto, TransferDto } from './staff.dto.js';

export interface DonationFilter extends ReportPeriod {
  status?: DonationStatus | undefined;
  channel?: Channel | undefined;
  amountPence?: number | undefined;
  /** Where the page before ended. */
  cursor?: string | undefined;
}

const pageSize = 50;

/** Each appeal gives its newest by its index, so that a page takes as long however many donations there are. */
const page = `
  select newest.id, (extract(epoch from newest.given_at) * 1000000)::bigint::text as "givenAtUs"
  from giving.appeal cross join lateral (
    select donation.id, donation.given_at from giving.donation
    where donation.appeal = appeal.slug and ${givenBetween('$2', '$3')}
      and ($4::text is null or donation.status = $4) and ($5::text is null or donation.channel = $5)
      and ($6::bigint is null or (donation.given_at, donation.id)
        < (timestamptz 'epoch' + $6::bigint * interval '1 microsecond', $7::uuid))
      and ($8::bigint is null or donation.amount_pence = $8)
    order by donation.given_at desc, donation.id desc limit ${pageSize + 1}
  ) newest
  where $1::text is null or appeal.slug = $1
  order by newest.given_at desc, newest.id desc limit ${pageSize + 1}`;

/** A place in the list: to the microsecond, as the database keeps time. */
interface Place {
  givenAtUs: string;
  id: string;
}

const transfers = `
  select transfer.entry, transfer.leg, transfer.happening, debit.code as debit, credit.code as credit,
    transfer.amount_pence as "amountPence", transfer.occurred_at as "occurredAt",
    transfer.recorded_at as "recordedAt", transfer.source, transfer.source_id as "sourceId"
  from ledger.transfer join ledger.account debit on debit.id = transfer.debit_account
  join ledger.account credit on credit.id = transfer.credit_account
  where transfer.donation_id = $1 order by transfer.occurred_at, transfer.entry, transfer.leg`;

type TransferRow = Omit<TransferDto, 'amountPence'> & { happening: Happening; amountPence: string };

/** Donations as staff see them: without their donors. */
@Injectable()
export class DonationList {
  constructor(
    private readonly dataSource: DataSource,
    private readonly donations: Donations,
    private readonly view: DonationView,
  ) {}

  /** Newest first, 50 a page. Throws ValidationFailed for a cursor that isn't one of ours. */
  async page(filter: DonationFilter): Promise<DonationListDto> {
    const { appeal, from, to, status, channel, amountPence, cursor } = filter;
    const after = cursor === undefined ? undefined : readCursor(cursor);
    const places = await this.dataSource.query<Place[]>(
      page,
      [appeal, from, to, status, channel, after?.givenAtUs, after?.id, amountPence].map(
        (value) => value ?? null,
      ),
    );
    const donations = await this.dataSource.getRepository(Donation).find({
      where: { id: In(places.slice(0, pageSize).map(({ id }) => id)) },
      order: { givenAt: 'DESC', id: 'DESC' },
    });
    const last = places.length > pageSize ? places[pageSize - 1] : undefined;
    return { items: donations.map(shown), nextCursor: last ? writeCursor(last) : null };
  }

  /** The ids of those that a number belongs to: ours, or what Stripe or a gateway calls its part of it. */
  withReference(reference: string): Promise<string[]> {
    return donationsWith(this.dataSource, reference);
  }

  /** Throws DonationNotFound. */
  async history(id: string): Promise<DonationHistoryDto> {
    const donation = isUUID(id) ? await this.donations.find(id) : null;
    if (!donation) throw new DonationNotFound();
    const rows = await this.dataSource.query<TransferRow[]>(transfers, [id]);
    return {
      ...shown(donation),
      ...(await this.view.whereIs(donation)),
      happened: await happenedTo(this.dataSource, id),
      remittances: await roundsOf(this.dataSource, id),
      transfers: rows.map((row) => ({ ...row, amountPence: penceFromText(row.amountPence) })),
    };
  }
}

function writeCursor({ givenAtUs, id }: Place): string {
  return Buffer.from(`${givenAtUs} ${id}`).toString('base64url');
}

function readCursor(cursor: string): Place {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const [, givenAtUs, id] = /^(\d{1,16}) ([\da-f-]+)$/.exec(text) ?? [];
  if (givenAtUs === undefined || id === undefined || !isUUID(id))
    throw new ValidationFailed([{ field: 'cursor', message: 'must be the nextCursor of another page' }]);
  return { givenAtUs, id };
}

/** Without the donor, the receipt’s token and what the donor sent. */
function shown(donation: Donation): DonationDto {
  const { id, appeal, appealVersion, channel, status, paid, purpose, givenAt, confirmedAt } = donation;
  const { amountPence, chargedPence, refundedPence, lostPence, reversedPence } = donation;
  return {
    id,
    appeal,
    appealVersion,
    channel,
    status,
    paid,
    purpose,
    givenAt,
    confirmedAt,
    amountPence,
    chargedPence,
    refundedPence,
    lostPence,
    reversedPence,
  };
}
