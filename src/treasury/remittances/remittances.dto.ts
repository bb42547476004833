import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min } from 'class-validator';
import { type Purpose, purposes } from '../../ledger/accounts.js';
import { IsLondonDate } from '../../platform/http/times.js';
import { MayBeAbsent } from '../../platform/http/validation.js';
import { type RemittanceState, remittanceStates } from './remittance-states.js';

const mostPence = 99_999_999_999;
const slug = /^[a-z0-9-]{1,100}$/;
/** One line that says something; PostgreSQL keeps no NUL in a text. */
const words = /^(?=.*\S)[^\p{Cc}]*$/u;

export class RemittancesQuery {
  @ApiPropertyOptional({ description: 'The slug of an appeal; absent: all.', example: 'sun-ukraine-fund' })
  @IsOptional()
  @Matches(slug, { message: 'must be the slug of an appeal' })
  appeal?: string;
}

export class NewRemittanceDto {
  @ApiProperty({ description: 'The slug of an appeal.', example: 'sun-ukraine-fund' })
  @Matches(slug, { message: 'must be the slug of an appeal' })
  appeal!: string;

  @ApiProperty({ enum: purposes })
  @IsIn(purposes, { message: `must be one of ${purposes.join(', ')}` })
  purpose!: Purpose;

  @ApiPropertyOptional({ type: 'integer', description: 'Whole pence. Absent: all that may be sent.' })
  @MayBeAbsent()
  @IsInt({ message: 'must be a whole number of pence' })
  @Min(1, { message: 'must be more than nothing' })
  @Max(mostPence, { message: 'must be less than a billion pounds' })
  amountPence?: number;

  @ApiPropertyOptional({ maxLength: 500, description: 'Why it was not passed on in time, where it is late.' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  @Matches(words, { message: 'must say why, on one line' })
  lateReason?: string;
}

export class RemittanceApprovalDto {
  @ApiPropertyOptional({ maxLength: 500, description: 'Why it is late, where the draft doesn’t say.' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  @Matches(words, { message: 'must say why, on one line' })
  lateReason?: string;
}

export class RemittanceSentDto {
  @ApiProperty({ maxLength: 100, description: 'The bank’s reference of the payment.' })
  @IsString()
  @MaxLength(100)
  @Matches(words, { message: 'must be the bank’s reference' })
  bankReference!: string;

  @ApiProperty({ format: 'date', description: 'The London date on which it left the bank.' })
  @IsLondonDate()
  sentOn!: string;
}

export class RemittanceReturnedDto {
  @ApiProperty({ maxLength: 100, description: 'The bank’s reference of the payment that came back.' })
  @IsString()
  @MaxLength(100)
  @Matches(words, { message: 'must be the bank’s reference' })
  bankReference!: string;

  @ApiProperty({ format: 'date', description: 'The London date on which it came back.' })
  @IsLondonDate()
  returnedOn!: string;

  @ApiPropertyOptional({ description: 'Whose payment came back, of several. Absent: all of them.' })
  @MayBeAbsent()
  @IsString()
  @MaxLength(200)
  payee?: string;
}

export class BankAccountDto {
  @ApiProperty()
  name!: string;

  @ApiProperty({ example: '000000' })
  sortCode!: string;

  @ApiProperty({ example: '00000002' })
  accountNumber!: string;
}

export class RemittancePaymentDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: 'British Red Cross Society' })
  payee!: string;

  @ApiProperty({ type: BankAccountDto, nullable: true, description: 'As it was when it was approved.' })
  account!: BankAccountDto | null;

  @ApiProperty({ type: 'integer' })
  amountPence!: number;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  returnedOn!: string | null;

  @ApiProperty({ type: String, nullable: true })
  returnReference!: string | null;
}

export class RemittanceDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: 'sun-ukraine-fund' })
  appeal!: string;

  @ApiProperty({ type: 'integer', description: 'Counted within the appeal.' })
  number!: number;

  @ApiProperty({ enum: purposes })
  purpose!: Purpose;

  @ApiProperty({ enum: Object.keys(remittanceStates) })
  state!: RemittanceState;

  @ApiProperty({ type: 'integer', description: 'What it takes from the fund: what is paid and set off.' })
  amountPence!: number;

  @ApiProperty({ type: 'integer', description: 'What of it is set off against what the partner owes.' })
  setOffPence!: number;

  @ApiProperty({ type: 'integer', description: 'What of it is paid.' })
  paidPence!: number;

  @ApiProperty({ type: [RemittancePaymentDto], description: 'One for each payee, once it is approved.' })
  payments!: RemittancePaymentDto[];

  @ApiProperty({ type: 'integer', description: 'How many gifts it carries, once it is approved.' })
  donations!: number;

  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'When the oldest was received.' })
  firstReceivedOn!: string | null;

  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'When the newest was received.' })
  lastReceivedOn!: string | null;

  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'When the oldest is due.' })
  dueOn!: string | null;

  @ApiProperty({ type: String, nullable: true })
  lateReason!: string | null;

  @ApiProperty()
  preparedBy!: string;

  @ApiProperty({ format: 'date-time' })
  preparedAt!: Date;

  @ApiProperty({ type: String, nullable: true })
  approvedBy!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  approvedAt!: Date | null;

  @ApiProperty({ type: String, nullable: true })
  bankReference!: string | null;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  sentOn!: string | null;

  @ApiProperty({ type: String, nullable: true })
  sentBy!: string | null;

  @ApiProperty({ type: String, nullable: true })
  acknowledgedBy!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  acknowledgedAt!: Date | null;
}

export class RemittanceListDto {
  @ApiProperty({ type: [RemittanceDto] })
  items!: RemittanceDto[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor!: null;
}

export class CarriedDonationsQuery {
  @ApiPropertyOptional({ description: 'nextCursor of the page before.' })
  @IsOptional()
  @IsUUID(undefined, { message: 'must be the nextCursor of another page' })
  cursor?: string;
}

export class CarriedDonationDto {
  @ApiProperty({ format: 'uuid' })
  donationId!: string;

  @ApiProperty({
    type: 'integer',
    description: 'What the round carries of it; below 0, what went back of it after an earlier round.',
  })
  amountPence!: number;

  @ApiProperty({ type: 'integer', description: 'What of that it does not carry after all.' })
  releasedPence!: number;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  receivedOn!: string | null;
}

export class CarriedDonationsDto {
  @ApiProperty({ type: [CarriedDonationDto] })
  items!: CarriedDonationDto[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}
