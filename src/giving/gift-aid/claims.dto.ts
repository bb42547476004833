import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, MaxLength, Min } from 'class-validator';
import { Type } from 'class-transformer';
import { IsLondonDate } from '../../platform/http/times.js';

export class NewClaimDto {
  @ApiProperty({ description: 'The slug of the appeal.', example: 'sun-ukraine-fund' })
  @IsString({ message: 'must be the slug of an appeal' })
  @MaxLength(100, { message: 'must be the slug of an appeal' })
  appeal!: string;

  @ApiProperty({
    format: 'date',
    description: 'What was retained at the end of this London date is claimed.',
  })
  @IsLondonDate()
  asOf!: string;
}

export class ClaimsQuery {
  @ApiProperty({ description: 'The slug of the appeal.' })
  @IsString({ message: 'must be the slug of an appeal' })
  @MaxLength(100, { message: 'must be the slug of an appeal' })
  appeal!: string;
}

export class PartQuery {
  @ApiProperty({
    type: 'integer',
    required: false,
    minimum: 1,
    description: '1,000 donations are on each part.',
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'must be the number of a part' })
  @Min(1, { message: 'must be the number of a part' })
  part?: number;
}

export class LeftOutDto {
  @ApiProperty({ format: 'uuid' })
  donationId!: string;

  @ApiProperty()
  reason!: string;
}

export class ClaimDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  appeal!: string;

  @ApiProperty({ type: 'integer', description: '1, 2, 3 … of its appeal.' })
  number!: number;

  @ApiProperty({ description: 'The charity that claims.' })
  partner!: string;

  @ApiProperty({ format: 'date' })
  asOf!: string;

  @ApiProperty()
  madeBy!: string;

  @ApiProperty({ format: 'date-time' })
  madeAt!: Date;

  @ApiProperty({ type: 'integer' })
  donations!: number;

  @ApiProperty({ type: 'integer', description: 'What was retained of them at the date.' })
  claimedPence!: number;

  @ApiProperty({ type: 'integer', description: 'An estimate: HMRC works it out by donor.' })
  estimatedTaxPence!: number;

  @ApiProperty({ type: 'integer', description: 'What has gone back of gifts that were claimed before.' })
  overClaimedPence!: number;

  @ApiProperty({ type: 'integer', description: 'The tax on that: box 2 of the schedule.' })
  overClaimedTaxPence!: number;

  @ApiProperty({ type: 'integer', description: 'How many spreadsheets its schedule takes.' })
  parts!: number;

  @ApiProperty({ type: [LeftOutDto], description: 'Gifts that can’t be claimed yet: 1,000 at most.' })
  leftOut!: LeftOutDto[];
}

export class ClaimListDto {
  @ApiProperty({ type: [ClaimDto] })
  items!: ClaimDto[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor!: null;
}
