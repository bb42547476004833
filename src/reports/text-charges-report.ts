import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { streamRows } from '../platform/database/stream-rows.js';
import { type CsvColumn, csvOf } from './csv.js';
import type { ReportPeriod } from './donations-report.js';
import { jsonOf } from './json.js';
import { givenBetween } from './london-days.js';

/** Everything arrives as text, as the database writes it. */
type Row = Record<(typeof names)[number], string | null>;

const names = [
  'chargeId',
  'donationId',
  'appeal',
  'gateway',
  'shortcode',
  'operator',
  'requestedAt',
  'state',
  'amountPence',
  'chargedPence',
  'statusCode',
  'reason',
  'finalAt',
  'statement',
] as const;

const moment = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Each charge once, beside what a statement made of it; no number is in it. */
const chargeRows = `
  select charge.id as "chargeId", charge.donation_id as "donationId", donation.appeal, charge.gateway,
    message.shortcode, message.operator, ${moment('charge.requested_at')} as "requestedAt", charge.state,
    charge.amount_pence::text as "amountPence", charge.charged_pence::text as "chargedPence",
    charge.status_code as "statusCode", charge.reason, ${moment('charge.final_at')} as "finalAt",
    (select min(verdict) from text.statement_row stated
      where stated.charge_id = charge.id and stated.verdict <> 'repeated') as statement
  from text.charge join giving.donation on donation.id = charge.donation_id
  join text.message on message.id = charge.message_id
  where ($1::text is null or donation.appeal = $1) and ${givenBetween('$2', '$3')}
  order by donation.given_at, charge.id`;

const columns: CsvColumn<Row>[] = names.map((name) => ({
  name,
  kind: name.endsWith('Pence') ? 'number' : 'text',
  value: (row) => row[name] ?? '',
}));

/** Every charge of a text gift: what was asked of whom, and what became of it. */
@Injectable()
export class TextChargesReport {
  constructor(private readonly dataSource: DataSource) {}

  csv(period: ReportPeriod): Readable {
    return Readable.from(csvOf(columns, this.rows(period)));
  }

  json(period: ReportPeriod): Readable {
    return Readable.from(jsonOf(columns, this.rows(period)));
  }

  private rows({ appeal, from, to }: ReportPeriod): AsyncGenerator<Row[]> {
    return streamRows<Row>(this.dataSource, chargeRows, [appeal ?? null, from ?? null, to ?? null]);
  }
}
