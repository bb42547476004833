import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min, ValidateBy } from 'class-validator';
import { type Purpose, purposes } from '../../ledger/accounts.js';
import { IsLondonDate } from '../../platform/http/times.js';
import { MayBeAbsent } from '../../platform/http/validation.js';
import type { NoticeState } from './surplus-notice.entity.js';

const mostPence = 99_999_999_999;
/** Of 5 MB as base64. */
const mostLetters = Math.ceil((5 * 1024 * 1024) / 3) * 4;
const notice = { type: 'integer', description: 'Whole pence.' } as const;

/** By writing it again: the usual pattern overflows the stack on so long a text. What is too long is told as that. */
function isBase64(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  return value.length > mostLetters || Buffer.from(value, 'base64').toString('base64') === value;
}

export class NewSurplusNoticeDto {
  @ApiProperty({ format: 'date', description: 'The London date of the charity’s notice.' })
  @IsLondonDate()
  noticeDate!: string;

  @ApiProperty({
    ...notice,
    description: 'What of the money held is re-designated. Whole pence, 0 for nothing.',
  })
  @IsInt({ message: 'must be a whole number of pence' })
  @Min(0, { message: 'must not be less than nothing' })
  @Max(mostPence, { message: 'must be less than a billion pounds' })
  heldPence!: number;

  @ApiPropertyOptional({
    ...notice,
    description: 'What of the money already passed on the charity re-designated.',
  })
  @MayBeAbsent()
  @IsInt({ message: 'must be a whole number of pence' })
  @Min(0, { message: 'must not be less than nothing' })
  @Max(mostPence, { message: 'must be less than a billion pounds' })
  passedOnPence?: number;

  @ApiProperty({
    description:
      'What gifts from now on are for: restricted, surplus, or surplus in the charity’s own words, which donors then read.',
    example: 'surplus',
  })
  @IsString({ message: 'must be restricted, surplus, or words for donors' })
  @MaxLength(1000, { message: 'must be at most 1000 characters' })
  @Matches(/^(?=.*\S)[^\p{Cc}]*$/u, {
    message: 'must be restricted, surplus, or words for donors on one line',
  })
  newDonationsPurpose!: string;

  @ApiPropertyOptional({ format: 'byte', description: 'The charity’s letter as base64, at most 5 MB.' })
  @MayBeAbsent()
  @ValidateBy({ name: 'isBase64', validator: { validate: isBase64, defaultMessage: () => 'must be base64' } })
  @MaxLength(mostLetters, { message: 'must be at most 5 MB' })
  document?: string;
}

export class SurplusNoticeDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  appeal!: string;

  @ApiProperty({ format: 'date' })
  noticeDate!: string;

  @ApiProperty(notice)
  heldPence!: number;

  @ApiProperty(notice)
  passedOnPence!: number;

  @ApiProperty({ enum: purposes })
  newDonationsPurpose!: Purpose;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The charity’s words for it, where it gave some.',
  })
  purposeWords!: string | null;

  @ApiProperty({ enum: ['prepared', 'approved', 'cancelled'] })
  state!: NoticeState;

  @ApiProperty()
  preparedBy!: string;

  @ApiProperty({ format: 'date-time' })
  preparedAt!: Date;

  @ApiProperty({ type: String, nullable: true })
  decidedBy!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  decidedAt!: Date | null;
}

export class SurplusNoticeListDto {
  @ApiProperty({ type: [SurplusNoticeDto] })
  items!: SurplusNoticeDto[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor!: null;
}

export class FundStatementQuery {
  @ApiPropertyOptional({ format: 'date', description: 'First day in London; absent: from the beginning.' })
  @IsOptional()
  @IsLondonDate()
  from?: string;

  @ApiPropertyOptional({ format: 'date', description: 'Last day in London; absent: until now.' })
  @IsOptional()
  @IsLondonDate()
  to?: string;
}

export class FundDto {
  @ApiProperty({ enum: purposes })
  purpose!: Purpose;

  @ApiProperty(notice)
  openingPence!: number;

  @ApiProperty(notice)
  receivedPence!: number;

  @ApiProperty({
    ...notice,
    description: 'What went back to donors out of it: refunds, lost disputes, reversals.',
  })
  refundedPence!: number;

  @ApiProperty({ ...notice, description: 'Into it; below 0, out of it.' })
  redesignatedPence!: number;

  @ApiProperty({ ...notice, description: 'Sent, less what the bank returned.' })
  passedOnPence!: number;

  @ApiProperty({ ...notice, description: 'Kept back for refunds of money that was passed on already.' })
  setOffPence!: number;

  @ApiProperty({ ...notice, description: 'opening + received − refunded + redesignated − passedOn − setOff' })
  heldPence!: number;
}

export class FundStatementDto {
  @ApiProperty()
  appeal!: string;

  @ApiProperty({ type: [FundDto] })
  funds!: FundDto[];

  @ApiProperty({
    ...notice,
    description: 'Re-designated by the charity out of what was passed on: its own affair.',
  })
  redesignatedAfterPassingOnPence!: number;
}
