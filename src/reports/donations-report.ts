import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { streamRows } from '../platform/database/stream-rows.js';
import { type CsvColumn, csvOf } from './csv.js';
import { givenBetween } from './london-days.js';

/** Which donations; dates are London dates, both inclusive. */
export interface ReportPeriod {
  appeal?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

interface Row {
  id: string;
  appeal: string;
  channel: string;
  status: string;
  given_at: string;
  amount_pence: string;
  refunded_pence: string;
  fee_pence: string;
  purpose: string;
}

/** The fee is what the books say that the operator owes for this donation. */
export const donationRows = `
  select donation.id, donation.appeal, donation.channel, donation.status, donation.purpose,
    to_char(donation.given_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as given_at,
    donation.amount_pence::text, donation.refunded_pence::text, fee.pence::text as fee_pence
  from giving.donation cross join lateral (
    select coalesce(sum(case when debit.name = 'due_from_operator' then transfer.amount_pence
      when credit.name = 'due_from_operator' then -transfer.amount_pence end), 0) as pence
    from ledger.transfer join ledger.account debit on debit.id = transfer.debit_account
    join ledger.account credit on credit.id = transfer.credit_account
    where transfer.donation_id = donation.id
  ) fee
  where donation.charged_pence > 0 and ($1::text is null or donation.appeal = $1)
    and ${givenBetween('$2', '$3')}
  order by donation.given_at, donation.id`;

const columns: CsvColumn<Row>[] = [
  { name: 'id', kind: 'text', value: (row) => row.id },
  { name: 'appeal', kind: 'text', value: (row) => row.appeal },
  { name: 'channel', kind: 'text', value: (row) => row.channel },
  { name: 'status', kind: 'text', value: (row) => row.status },
  { name: 'givenAt', kind: 'text', value: (row) => row.given_at },
  { name: 'amountPence', kind: 'number', value: (row) => row.amount_pence },
  { name: 'refundedPence', kind: 'number', value: (row) => row.refunded_pence },
  { name: 'feePence', kind: 'number', value: (row) => row.fee_pence },
  { name: 'purpose', kind: 'text', value: (row) => row.purpose },
  // Nothing is remitted yet.
  { name: 'remittanceId', kind: 'text', value: () => '' },
];

/** Every donation whose money was charged, with what became of it. */
@Injectable()
export class DonationsReport {
  constructor(private readonly dataSource: DataSource) {}

  /** As CSV, in flat memory however many there are; the reader's pace is ours, and its going away ends it. */
  csv({ appeal, from, to }: ReportPeriod): Readable {
    const params = [appeal ?? null, from ?? null, to ?? null];
    return Readable.from(csvOf(columns, streamRows<Row>(this.dataSource, donationRows, params)));
  }
}
