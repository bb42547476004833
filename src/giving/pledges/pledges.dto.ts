import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsObject, IsOptional, IsString, Max, Min, ValidateNested } from 'class-validator';
import { IsLondonDate } from '../../platform/http/times.js';
import { DonorDto } from '../donors/donors.dto.js';
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
}

/** A promise that staff write down during a call. */
export class TelephonePledgeDto extends NewPledgeDto {
  @ApiProperty({ description: 'The slug of the appeal.' })
  @IsString()
  appeal!: string;
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
