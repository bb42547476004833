import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import type { Happening } from '../ledger/entry.js';
import { IsLondonDate } from '../platform/http/times.js';

export class StatementPeriod {
  @ApiPropertyOptional({ format: 'date', description: 'First day in London.' })
  @IsOptional()
  @IsLondonDate()
  from?: string;

  @ApiPropertyOptional({ format: 'date', description: 'Last day in London.' })
  @IsOptional()
  @IsLondonDate()
  to?: string;
}

const pence = { type: 'integer', description: 'Whole pence.' } as const;

export class OperatorStatementLineDto {
  @ApiProperty({ format: 'date' })
  date!: string;

  @ApiProperty({
    type: String,
    example: 'card_charged',
    description: 'What it is a fee of; operator_paid is what was paid.',
  })
  kind!: Happening;

  @ApiProperty({ type: 'integer', description: 'How many fees or payments.' })
  count!: number;

  @ApiProperty({ ...pence, description: 'Above 0 what the operator owes by it, below 0 what it paid.' })
  amountPence!: number;
}

export class OperatorStatementDto {
  @ApiProperty()
  appeal!: string;

  @ApiProperty({ description: 'The operator’s name.' })
  operator!: string;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  from!: string | null;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  to!: string | null;

  @ApiProperty({ ...pence, description: 'Owed when the period began.' })
  openingPence!: number;

  @ApiProperty({ ...pence, description: 'Fees of the period, less what was returned of fees.' })
  feesPence!: number;

  @ApiProperty({ ...pence, description: 'Paid in the period, less what was paid back.' })
  paidPence!: number;

  @ApiProperty({ ...pence, description: 'Owed at its end; below 0 where too much was paid.' })
  balancePence!: number;

  @ApiProperty({ description: 'The reference to write on a payment.' })
  payReference!: string;

  @ApiProperty({ type: [OperatorStatementLineDto] })
  items!: OperatorStatementLineDto[];
}
