import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Matches, MaxLength } from 'class-validator';
import { type DonationStatus, donationStates } from '../giving/donations/donation-states.js';
import type { Channel } from '../giving/donations/donation.entity.js';
import type { Purpose, Side } from '../ledger/accounts.js';
import { type RemittanceState, remittanceStates } from '../treasury/remittances/remittance-states.js';
import { IsLondonDate, IsMoment } from '../platform/http/times.js';

const statuses = Object.keys(donationStates) as DonationStatus[];
const channels: Channel[] = ['card', 'text', 'bank'];
const pence = { type: 'integer', description: 'Whole pence.' } as const;

export class AppealQuery {
  @ApiPropertyOptional({ description: 'The slug of an appeal; absent: all.', example: 'sun-ukraine-fund' })
  @IsOptional()
  @Matches(/^[a-z0-9-]{1,100}$/, { message: 'must be the slug of an appeal' })
  appeal?: string;
}

export class PeriodQuery extends AppealQuery {
  @ApiPropertyOptional({ format: 'date', description: 'First day in London.' })
  @IsOptional()
  @IsLondonDate()
  from?: string;

  @ApiPropertyOptional({ format: 'date', description: 'Last day in London.' })
  @IsOptional()
  @IsLondonDate()
  to?: string;
}

export class DonationsQuery extends PeriodQuery {
  @ApiPropertyOptional({ enum: statuses })
  @IsOptional()
  @IsIn(statuses, { message: `must be one of ${statuses.join(', ')}` })
  status?: DonationStatus;

  @ApiPropertyOptional({ enum: channels })
  @IsOptional()
  @IsIn(channels, { message: `must be one of ${channels.join(', ')}` })
  channel?: Channel;

  @ApiPropertyOptional({ ...pence, description: 'What was asked for. Whole pence.' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value,
  )
  @IsInt({ message: 'must be a whole number of pence' })
  amountPence?: number;

  @ApiPropertyOptional({ description: 'nextCursor of the page before.' })
  @IsOptional()
  @MaxLength(100, { message: 'must be the nextCursor of another page' })
  cursor?: string;
}

export class AccountsQuery extends AppealQuery {
  @ApiPropertyOptional({ format: 'date-time', description: 'What the books said at that moment.' })
  @IsOptional()
  // A plus sign that nobody encoded arrives as a space.
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.replace(' ', '+') : value))
  @IsMoment()
  at?: string;

  @ApiPropertyOptional({
    format: 'date',
    description: 'By business date: up to the end of that day in London.',
  })
  @IsOptional()
  @IsLondonDate()
  asOf?: string;
}

export class DonationDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: 'sun-ukraine-fund' })
  appeal!: string;

  @ApiProperty({ type: 'integer', description: 'The wording that the donor saw.' })
  appealVersion!: number;

  @ApiProperty({ enum: channels })
  channel!: Channel;

  @ApiProperty({ enum: statuses })
  status!: DonationStatus;

  @ApiProperty()
  paid!: boolean;

  @ApiProperty({ enum: ['restricted', 'surplus'] })
  purpose!: Purpose;

  @ApiProperty({ format: 'date-time' })
  givenAt!: Date;

  @ApiProperty({ type: Date, format: 'date-time', nullable: true })
  confirmedAt!: Date | null;

  @ApiProperty(pence)
  amountPence!: number;

  @ApiProperty(pence)
  chargedPence!: number;

  @ApiProperty(pence)
  refundedPence!: number;

  @ApiProperty(pence)
  lostPence!: number;

  @ApiProperty(pence)
  reversedPence!: number;
}

export class DonationListDto {
  @ApiProperty({ type: [DonationDto] })
  items!: DonationDto[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}

export class TransferDto {
  @ApiProperty({ format: 'uuid' })
  entry!: string;

  @ApiProperty({ type: 'integer' })
  leg!: number;

  @ApiProperty({ example: 'card_charged' })
  happening!: string;

  @ApiProperty({ description: 'The account’s code.' })
  debit!: string;

  @ApiProperty({ description: 'The account’s code.' })
  credit!: string;

  @ApiProperty(pence)
  amountPence!: number;

  @ApiProperty({ format: 'date-time' })
  occurredAt!: Date;

  @ApiProperty({ format: 'date-time' })
  recordedAt!: Date;

  @ApiProperty({ description: 'Whose object it leads back to.', example: 'stripe' })
  source!: string;

  @ApiProperty({ example: 'txn_1…' })
  sourceId!: string;
}

export class DonationRoundDto {
  @ApiProperty({ format: 'uuid' })
  remittanceId!: string;

  @ApiProperty({ type: 'integer', description: 'Counted within the appeal.' })
  number!: number;

  @ApiProperty({ enum: Object.keys(remittanceStates) })
  state!: RemittanceState;

  @ApiProperty({ ...pence, description: 'What it carries; below 0, what went back after an earlier one.' })
  amountPence!: number;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  sentOn!: string | null;
}

export class HappenedDto {
  @ApiProperty({ format: 'date-time' })
  at!: Date;

  @ApiProperty({ example: 'charge charged' })
  what!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Who did it or why, by codes and names of staff.',
  })
  detail!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Its id, ours or the company’s.' })
  reference!: string | null;

  @ApiProperty({ ...pence, nullable: true })
  amountPence!: number | null;
}

export class DonationHistoryDto extends DonationDto {
  @ApiProperty({ description: 'Where its money is.', example: 'in_appeal_bank' })
  place!: string;

  @ApiProperty({ description: 'The same in a sentence, as the donor reads it.' })
  whereTheMoneyIs!: string;

  @ApiProperty({
    type: [HappenedDto],
    description: 'Messages, states, decisions and breaks in the order of time; without numbers and wordings.',
  })
  happened!: HappenedDto[];

  @ApiProperty({ type: [DonationRoundDto], description: 'The remittances that carry it.' })
  remittances!: DonationRoundDto[];

  @ApiProperty({ type: [TransferDto] })
  transfers!: TransferDto[];
}

export class AccountDto {
  @ApiProperty({ description: 'Whose book it is.', example: 'sun-ukraine-fund' })
  appeal!: string;

  @ApiProperty({ example: 'held' })
  account!: string;

  @ApiPropertyOptional()
  gateway?: string;

  @ApiPropertyOptional({ enum: ['restricted', 'surplus'] })
  purpose?: Purpose;

  @ApiPropertyOptional()
  partner?: string;

  @ApiProperty({ enum: ['asset', 'liability'] })
  side!: Side;

  @ApiProperty({ ...pence, description: 'On the account’s own side. Whole pence.' })
  balancePence!: number;
}

export class AccountsDto {
  @ApiProperty({ format: 'date-time' })
  at!: Date;

  @ApiProperty({ type: [AccountDto] })
  accounts!: AccountDto[];
}
