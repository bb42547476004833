import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  NotEquals,
  ValidateIf,
} from 'class-validator';
import { otherBook, type Purpose, purposes } from '../../ledger/accounts.js';
import { IsLondonDate } from '../../platform/http/times.js';
import type { Pence } from '../../vocabulary/pence.js';
import type { Explanation } from './explanation.entity.js';
import { lineMeanings, type Meaning } from './line-meanings.js';
import type { ExpectationKind } from './settlement.entities.js';

const meanings = Object.keys(lineMeanings) as Meaning[];
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
  @Matches(/^(?=.*\S)[^\p{Cc}]*$/u, { message: 'must be the bank’s id of the line' })
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

export class ExplainDto {
  @ApiProperty({ enum: meanings })
  @IsIn(meanings, { message: `must be one of ${meanings.join(', ')}` })
  as!: Meaning;

  @ApiPropertyOptional({ description: 'Whose money it is, but for what is not for an appeal.' })
  @ValidateIf(({ as }: ExplainDto) => as !== 'not_for_an_appeal')
  @Matches(/^[a-z0-9-]{1,100}$/, { message: 'must be the slug of an appeal' })
  appeal?: string;

  @ApiPropertyOptional({ enum: purposes, description: 'Of a bank_donation: what it is given for.' })
  @ValidateIf(({ as }: ExplainDto) => as === 'bank_donation')
  @IsIn(purposes, { message: `must be one of ${purposes.join(', ')}` })
  purpose?: Purpose;

  @ApiPropertyOptional({ description: 'Of partner_returned: the partner as due_from_partner names it.' })
  @ValidateIf(({ as }: ExplainDto) => as === 'partner_returned')
  @Matches(/^[a-z0-9-]{1,200}$/, { message: 'must be a partner as the account due_from_partner names it' })
  partner?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Of a bank_donation: the pledge that it keeps.' })
  @ValidateIf(({ as, pledgeId }: ExplainDto) => as === 'bank_donation' && pledgeId !== undefined)
  @IsUUID(undefined, { message: 'must be the id of a pledge' })
  pledgeId?: string;
}

/** What is said of a line, with only what its meaning has. */
export function saidBy({ as, appeal, purpose, partner, pledgeId }: ExplainDto) {
  return {
    meaning: as,
    book: as === 'not_for_an_appeal' ? otherBook : (appeal ?? ''),
    purpose: as === 'bank_donation' ? (purpose ?? null) : null,
    partner: as === 'partner_returned' ? (partner ?? null) : null,
    pledgeId: as === 'bank_donation' ? (pledgeId ?? null) : null,
  };
}

export class ExplanationDto {
  @ApiProperty({ format: 'uuid', description: 'Confirm it or withdraw it by this.' })
  id!: string;

  @ApiProperty({ enum: meanings })
  as!: Meaning;

  @ApiProperty()
  appeal!: string;

  @ApiProperty({ enum: purposes, nullable: true })
  purpose!: Purpose | null;

  @ApiProperty({ type: String, nullable: true })
  partner!: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  pledgeId!: string | null;

  @ApiProperty({ description: 'everypenny, where the reference says it plainly.' })
  explainedBy!: string;

  static of({
    id,
    meaning: as,
    book: appeal,
    purpose,
    partner,
    pledgeId,
    explainedBy,
  }: Explanation): ExplanationDto {
    return { id, as, appeal, purpose, partner, pledgeId, explainedBy };
  }
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

  @ApiProperty({ type: ExplanationDto, nullable: true, description: 'What somebody says it is: confirm it.' })
  explanation!: ExplanationDto | null;
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
