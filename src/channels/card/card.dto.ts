import { ApiProperty, ApiPropertyOptional, PickType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsObject, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { DonorDto } from '../../giving/donors/donors.dto.js';

/** What Stripe takes at most; an appeal's own limit is lower. */
const mostPence = 99_999_999;

export class NewDonationDto {
  @ApiProperty({
    description: 'Whole pence, within the limits of the appeal.',
    example: 1000,
    type: 'integer',
  })
  @IsInt({ message: 'must be a whole number of pence' })
  @Min(1, { message: 'must be more than nothing' })
  @Max(mostPence, { message: 'must be less than a million pounds' })
  amountPence!: number;

  @ApiPropertyOptional({ enum: ['once'], default: 'once' })
  @IsOptional()
  @IsIn(['once'], { message: 'only "once" can be given so far' })
  interval?: 'once';

  @ApiPropertyOptional({ type: DonorDto })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => DonorDto)
  donor?: DonorDto;
}

export class StartedDonationDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: ['pending'] })
  status!: 'pending';

  @ApiProperty({ type: 'integer' })
  amountPence!: number;

  @ApiProperty({ format: 'uri', description: 'Ours: it takes the donor to Stripe when it is their turn.' })
  checkoutUrl!: string;

  @ApiProperty({ format: 'uri' })
  receiptUrl!: string;
}

export class PledgePaymentDto extends PickType(NewDonationDto, ['amountPence']) {}
