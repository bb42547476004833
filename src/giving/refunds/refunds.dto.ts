import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsNotEmpty, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { IsLondonDate } from '../../platform/http/times.js';
import { type RefundState, refundStates } from './refund-states.js';

/** PostgreSQL keeps no NUL in a text. */
const printable = /^[^\p{Cc}]+$/u;

export class NewRefundDto {
  @ApiProperty({ type: 'integer', description: 'Whole pence, no more than is left.', example: 300 })
  @IsInt({ message: 'must be a whole number of pence' })
  @Min(1, { message: 'must be more than nothing' })
  @Max(99_999_999, { message: 'must be less than a million pounds' })
  amountPence!: number;

  @ApiProperty({ maxLength: 500, example: 'The donor meant £3, not £10' })
  @IsString()
  @IsNotEmpty({ message: 'must say why' })
  @MaxLength(500)
  @Matches(/\S/u, { message: 'must say why' })
  @Matches(printable, { message: 'must be one line of text' })
  reason!: string;
}

export class PaidByBankDto {
  @ApiProperty({ maxLength: 100, description: 'The bank’s reference of the payment.' })
  @IsString()
  @MaxLength(100)
  @Matches(/^(?=.*\S)[^\p{Cc}]*$/u, { message: 'must be the bank’s reference' })
  bankReference!: string;

  @ApiProperty({ format: 'date', description: 'The London date on which it left the bank.' })
  @IsLondonDate()
  paidOn!: string;
}

export class RefundDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  donationId!: string;

  @ApiProperty({ type: 'integer', description: 'Whole pence.' })
  amountPence!: number;

  @ApiProperty()
  reason!: string;

  @ApiProperty({ enum: Object.keys(refundStates) })
  state!: RefundState;

  @ApiProperty({ description: 'Whether another person than the one who asked must agree.' })
  needsApproval!: boolean;

  @ApiProperty()
  requestedBy!: string;

  @ApiProperty({ format: 'date-time' })
  requestedAt!: Date;

  @ApiProperty({ type: String, nullable: true })
  approvedBy!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  approvedAt!: Date | null;

  @ApiProperty({ type: 'integer', description: 'What of it the donation counts as gone back.' })
  bookedPence!: number;

  @ApiProperty({ type: String, nullable: true, description: 'Why the company could not, as it said.' })
  failure!: string | null;

  @ApiProperty({ type: String, nullable: true })
  bankReference!: string | null;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  paidOn!: string | null;
}

export class RefundListDto {
  @ApiProperty({ type: [RefundDto] })
  items!: RefundDto[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor!: null;
}
