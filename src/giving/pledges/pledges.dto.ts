import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsObject, IsOptional, IsString, Length, Max, Min, ValidateNested } from 'class-validator';
import { IsLondonDate, IsMoment } from '../../platform/http/times.js';
import type { Locale } from '../../vocabulary/language.js';
import { DonorDto, IsLocale } from '../donors/donors.dto.js';
import { type PledgeStatus, pledgeStates } from './pledge-states.js';

/** Nobody promises more in one go; an appeal's own limit is lower. */
const mostPence = 99_999_999;

export class NewPledgeDto {
  @ApiProperty({
    description: 'Whole pence, within the card limits of the appeal.',
    example: 5000,
    type: 'integer',
  })
  @IsInt({ message: 'must be a whole number of pence' })
  @Min(1, { message: 'must be more than nothing' })
  @Max(mostPence, { message: 'must be less than a million pounds' })
  amountPence!: number;

  @ApiProperty({ type: DonorDto, description: 'Without an e-mail address nobody is reminded.' })
  @IsObject({ message: 'must say who promises' })
  @ValidateNested()
  @Type(() => DonorDto)
  donor!: DonorDto;

  @ApiProperty({ format: 'date', description: 'The London date by which it is promised.' })
  @IsLondonDate()
  dueOn!: string;

  @IsLocale()
  locale?: Locale;
}

/** A promise that staff write down during a call. */
export class TelephonePledgeDto extends NewPledgeDto {
  @ApiProperty({ description: 'The slug of the appeal.' })
  @IsString()
  appeal!: string;
}

/** A sponsor’s promise to add to what donors give. */
export class NewSponsorMatchDto {
  @ApiProperty({ description: 'The slug of the appeal.' })
  @IsString()
  appeal!: string;

  @ApiProperty({ description: 'Shown to everybody.', maxLength: 100 })
  @IsString()
  @Length(1, 100)
  sponsorName!: string;

  @ApiProperty({ type: DonorDto, description: 'Whom we write to; shown to nobody.' })
  @IsObject({ message: 'must say who promises' })
  @ValidateNested()
  @Type(() => DonorDto)
  donor!: DonorDto;

  @ApiProperty({ description: 'Added to each pound of donors, in percent: 100 doubles it.', type: 'integer' })
  @IsInt({ message: 'must be a whole number' })
  @Min(1)
  @Max(1000)
  ratioPercent!: number;

  @ApiProperty({ description: 'The most that it can come to, in whole pence.', type: 'integer' })
  @IsInt({ message: 'must be a whole number of pence' })
  @Min(1, { message: 'must be more than nothing' })
  @Max(100 * mostPence)
  capPence!: number;

  @ApiProperty({
    format: 'date-time',
    description: 'Gifts that come into the books from then on are matched.',
  })
  @IsMoment()
  beginsAt!: string;

  @ApiProperty({ format: 'date-time' })
  @IsMoment()
  endsAt!: string;

  @ApiProperty({ format: 'date', description: 'The London date by which the sponsor pays.' })
  @IsLondonDate()
  dueOn!: string;

  @IsLocale()
  locale?: Locale;
}

export class OpenedPledgeDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: ['open'] })
  status!: 'open';

  @ApiProperty({ type: 'integer' })
  amountPence!: number;

  @ApiProperty({ format: 'date' })
  dueOn!: string;

  @ApiProperty({
    format: 'uri',
    description: 'The donor’s page: to give towards it, pause it or withdraw it.',
  })
  payUrl!: string;
}

export class PledgeQuery {
  @ApiProperty({ description: 'From the address of the pledge.' })
  @IsString()
  token!: string;
}

export class PledgeSeenDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'The slug of the appeal.' })
  appeal!: string;

  @ApiProperty({ enum: Object.keys(pledgeStates) })
  status!: PledgeStatus;

  @ApiProperty({ type: 'integer' })
  amountPence!: number;

  @ApiProperty({ type: 'integer', description: 'Given towards it and in the books.' })
  keptPence!: number;

  @ApiProperty({ format: 'date' })
  dueOn!: string;

  @ApiProperty({ description: 'Whether the donor is reminded by mail.' })
  reminders!: boolean;
}

export class PledgesQuery {
  @ApiPropertyOptional({ description: 'The slug of an appeal.' })
  @IsOptional()
  @IsString()
  appeal?: string;
}

export class PledgeListDto {
  @ApiProperty({ type: [PledgeSeenDto] })
  items!: PledgeSeenDto[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor!: null;
}
