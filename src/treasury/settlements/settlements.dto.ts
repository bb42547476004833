import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min, NotEquals } from 'class-validator';
import { IsLondonDate } from '../../platform/http/times.js';
import type { Pence } from '../../vocabulary/pence.js';
import type { ExpectationKind } from './settlement.entities.js';

const mostPence = 99_999_999_999;

export class BankLineDto {
  @ApiProperty({ format: 'date', description: 'The London date on which the bank booked it.' })
  @IsLondonDate()
  date!: string;

  @ApiProperty({ type: 'integer', description: 'Whole pence; below 0 where it left the bank.' })
  @IsInt({ message: 'must be a whole number of pence' })
  @NotEquals(0, { message: 'must not be nothing' })
  @Min(-mostPence, { message: 'must be less than a billion pounds' })
  @Max(mostPence, { message: 'must be less than a billion pounds' })
  amountPence!: Pence;

  @ApiProperty({ maxLength: 500 })
  @IsString({ message: 'must be text' })
  @MaxLength(500)
  @Matches(/^[^\p{Cc}]*$/u, { message: 'must be one line of text' })
  reference!: string;

  @ApiProperty({ maxLength: 200, description: 'The bank’s own id of the line: the same line twice is one.' })
  @IsString({ message: 'must be text' })
  @MaxLength(200)
  @Matches(/^[^\p{Cc}]*\S[^\p{Cc}]*$/u, { message: 'must be the bank’s id of the line' })
  id!: string;
}

export class BankLinesQuery {
  @ApiPropertyOptional({ description: 'Which of our bank accounts.', default: 'bank' })
  @IsOptional()
  @Matches(/^[a-z0-9-]{1,50}$/, { message: 'must be lower-case words joined by hyphens' })
  account?: string;

  @ApiPropertyOptional({ description: 'Whose the money is if nobody can tell. Absent: the only appeal’s.' })
  @IsOptional()
  @Matches(/^[a-z0-9-]{1,100}$/, { message: 'must be the slug of an appeal' })
  appeal?: string;
}

export class BankLinesTakenDto {
  @ApiProperty({ type: 'integer', description: 'Lines that are new.' })
  taken!: number;

  @ApiProperty({ type: 'integer', description: 'Lines that were there already.' })
  known!: number;

  @ApiProperty({ type: 'integer', description: 'Of the new ones: what was expected, and is posted.' })
  matched!: number;

  @ApiProperty({ type: 'integer', description: 'Of the new ones: what waits for a person.' })
  waiting!: number;
}

export class MatchDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  expectationId!: string;
}

export class OpenLineDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  bankId!: string;

  @ApiProperty({ format: 'date' })
  date!: string;

  @ApiProperty({ type: 'integer' })
  amountPence!: number;

  @ApiProperty()
  reference!: string;

  @ApiProperty({ type: [MatchDto], description: 'What it may be: confirm one of them.' })
  matches!: MatchDto[];
}

export class ExpectedDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: ['payout', 'gateway_payment', 'payment_made'] })
  kind!: ExpectationKind;

  @ApiProperty()
  party!: string;

  @ApiProperty()
  reference!: string;

  @ApiProperty({ type: 'integer' })
  amountPence!: number;

  @ApiProperty({ type: 'integer', description: 'What the bank has shown of it.' })
  metPence!: number;

  @ApiProperty({ format: 'date', description: 'From then on it is overdue.' })
  dueOn!: string;
}

export class SettlementsDto {
  @ApiProperty({
    type: [OpenLineDto],
    description: 'Lines that wait for a person, oldest first, 200 at most.',
  })
  items!: OpenLineDto[];

  @ApiProperty({ type: [ExpectedDto], description: 'What the bank is still to show, 200 at most.' })
  expected!: ExpectedDto[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor!: null;
}
