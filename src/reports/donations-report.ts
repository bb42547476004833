import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { copyCsv } from '../platform/database/copy-csv.js';
import { givenBetween } from './london-days.js';

/** Which donations; dates are London dates, both inclusive. */
export interface ReportPeriod {
  appeal?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

/** The fee is what the operator owes for it by the books. Several remittances that carry it are parted by spaces. */
export const donationRows = `
  select donation.id, donation.appeal, donation.channel, donation.status,
    to_char(donation.given_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "givenAt",
    donation.amount_pence as "amountPence", donation.refunded_pence as "refundedPence", fee.pence as "feePence",
    donation.purpose, round.ids as "remittanceId"
  from giving.donation cross join lateral (
    select coalesce(sum(case when debit.name = 'due_from_operator' then transfer.amount_pence
      when credit.name = 'due_from_operator' then -transfer.amount_pence end), 0) as pence
    from ledger.transfer join ledger.account debit on debit.id = transfer.debit_account
    join ledger.account credit on credit.id = transfer.credit_account
    where transfer.donation_id = donation.id
  ) fee cross join lateral (
    select string_agg(remittance_id::text, ' ' order by remittance_id) as ids from treasury.remittance_donation
    where donation_id = donation.id and amount_pence > released_pence
  ) round
  where donation.charged_pence > 0 and ($1::text is null or donation.appeal = $1)
    and ${givenBetween('$2', '$3')}
  order by donation.given_at, donation.id`;

/** Every donation whose money was charged, with what became of it. */
@Injectable()
export class DonationsReport {
  constructor(private readonly dataSource: DataSource) {}

  csv({ appeal, from, to }: ReportPeriod): Promise<Readable> {
    return copyCsv(this.dataSource, donationRows, [appeal ?? null, from ?? null, to ?? null]);
  }
}
