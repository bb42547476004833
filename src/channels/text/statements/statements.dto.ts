import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import type { Layout } from './statement-file.js';

const column = { maxLength: 100, description: 'The column that holds it.' } as const;
const named = /^[^\p{Cc}]{1,100}$/u;

/** What a layout calls things. Absent: as our own names them. */
export class StatementQuery {
  @ApiPropertyOptional({ default: 'fonix' })
  @IsOptional()
  @Matches(/^[a-z]{1,20}$/, { message: 'must be a gateway' })
  gateway?: string;

  @ApiPropertyOptional({ description: 'The short code that it is of. Absent: all of the gateway’s.' })
  @IsOptional()
  @Matches(/^\d{5}$/, { message: 'must be five digits' })
  shortcode?: string;

  @ApiPropertyOptional({ example: '2026-11', description: 'Needed only where it has no rows.' })
  @IsOptional()
  @Matches(/^[1-9]\d{3}-(0[1-9]|1[0-2])$/, { message: 'must be a month such as 2026-11' })
  month?: string;

  @ApiPropertyOptional({ type: 'integer', default: 0, description: 'What the gateway keeps of the month.' })
  @IsOptional()
  @Matches(/^\d{1,9}$/, { message: 'must be a whole number of pence' })
  feePence?: string;

  @ApiPropertyOptional({ ...column, default: 'date' })
  @IsOptional()
  @Matches(named)
  dateColumn?: string;

  @ApiPropertyOptional({ ...column, default: 'requestid' })
  @IsOptional()
  @Matches(named)
  requestidColumn?: string;

  @ApiPropertyOptional({ ...column, default: 'guid' })
  @IsOptional()
  @Matches(named)
  guidColumn?: string;

  @ApiPropertyOptional({ ...column, default: 'amount' })
  @IsOptional()
  @Matches(named)
  amountColumn?: string;

  @ApiPropertyOptional({ ...column, default: 'status' })
  @IsOptional()
  @Matches(named)
  statusColumn?: string;

  @ApiPropertyOptional({ enum: ['pence', 'pounds'], default: 'pence' })
  @IsOptional()
  @IsIn(['pence', 'pounds'])
  amountsIn?: 'pence' | 'pounds';

  @ApiPropertyOptional({ default: 'charged', description: 'What it calls a charge.' })
  @IsOptional()
  @Matches(named)
  charged?: string;

  @ApiPropertyOptional({ default: 'failed', description: 'What it calls a failure.' })
  @IsOptional()
  @Matches(named)
  failed?: string;

  @ApiPropertyOptional({ default: 'refunded', description: 'What it calls a refund.' })
  @IsOptional()
  @Matches(named)
  refunded?: string;
}

export function layoutOf(query: StatementQuery): Layout {
  return {
    columns: {
      date: query.dateColumn ?? 'date',
      requestid: query.requestidColumn ?? 'requestid',
      guid: query.guidColumn ?? 'guid',
      amount: query.amountColumn ?? 'amount',
      status: query.statusColumn ?? 'status',
    },
    amountsIn: query.amountsIn ?? 'pence',
    statuses: new Map([
      [(query.charged ?? 'charged').toLowerCase(), 'charged'],
      [(query.failed ?? 'failed').toLowerCase(), 'failed'],
      [(query.refunded ?? 'refunded').toLowerCase(), 'refunded'],
    ]),
  };
}

const count = { type: 'integer' } as const;

export class StatementDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  gateway!: string;

  @ApiProperty({ example: '2026-11' })
  month!: string;

  @ApiProperty({ type: String, nullable: true })
  shortcode!: string | null;

  @ApiProperty(count)
  feePence!: number;

  @ApiProperty({ format: 'date', description: 'From then on the payment is overdue.' })
  dueOn!: string;

  @ApiProperty()
  importedBy!: string;

  @ApiProperty({ format: 'date-time' })
  importedAt!: Date;

  @ApiProperty(count)
  rows!: number;

  @ApiProperty(count)
  chargedPence!: number;

  @ApiProperty(count)
  refundedPence!: number;

  @ApiProperty({ ...count, description: 'Rows as we had them.' })
  agrees!: number;

  @ApiProperty({ ...count, description: 'Rows that ended what was open, and were posted.' })
  confirmed!: number;

  @ApiProperty({ ...count, description: 'Rows of another amount or outcome than ours: each is a break.' })
  differs!: number;

  @ApiProperty({ ...count, description: 'Rows that we never asked for: each is a break.' })
  extra!: number;

  @ApiProperty({ ...count, description: 'Rows that an earlier statement had.' })
  repeated!: number;

  @ApiProperty({ ...count, description: 'Charges of the month that no statement has: each is a break.' })
  missing!: number;
}
