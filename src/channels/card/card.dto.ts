import { ApiProperty, ApiPropertyOptional, PickType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  Max,
  Min,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import { ConsentDto, DonorDto, IsLocale, IsName, IsNote } from '../../giving/donors/donors.dto.js';
import { GiftAidDto } from '../../giving/gift-aid/gift-aid.dto.js';
import type { Locale } from '../../vocabulary/language.js';

/** What Stripe takes at most; an appeal's own limit is lower. */
const mostPence = 99_999_999;
/** How often a gift can be given. */
export const intervals: readonly ('once' | 'month')[] = ['once', 'month'];

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

  @ApiPropertyOptional({ enum: intervals, default: 'once' })
  @IsOptional()
  @IsIn(intervals, { message: `must be ${intervals.join(' or ')}` })
  interval?: (typeof intervals)[number];

  @ApiPropertyOptional({ type: DonorDto })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => DonorDto)
  donor?: DonorDto;

  @ApiPropertyOptional({ type: GiftAidDto })
  @IsOptional()
  @IsObject({ message: 'must be a declaration with its fields' })
  @ValidateNested()
  @Type(() => GiftAidDto)
  giftAid?: GiftAidDto;

  @ApiPropertyOptional({
    type: [ConsentDto],
    description: 'What the donor ticked. Nothing is presumed of what is not listed.',
  })
  @IsOptional()
  @IsArray({ message: 'must be a list' })
  @ArrayMaxSize(6, { message: 'must list each consent once' })
  @ArrayUnique((consent: ConsentDto | null) => `${consent?.organisation} ${consent?.channel}`, {
    message: 'must list each consent once',
  })
  @ValidateBy({
    name: 'reachable',
    validator: {
      validate: (consents, about) =>
        reachable(consents, (about?.object as NewDonationDto | undefined)?.donor),
      defaultMessage: () => 'needs the e-mail address or the telephone number to reach the donor by',
    },
  })
  @ValidateNested({ each: true })
  @Type(() => ConsentDto)
  consents?: ConsentDto[];

  @ApiPropertyOptional({ maxLength: 500, description: 'A note for the charity: plain text.' })
  @IsOptional()
  @IsNote(500)
  message?: string;

  @ApiPropertyOptional({ maxLength: 100 })
  @IsOptional()
  @IsName(100)
  inMemoryOf?: string;

  @IsLocale()
  locale?: Locale;
}

/** Whether each consent comes with the address or number that it is about. */
function reachable(consents: unknown, donor: DonorDto | undefined): boolean {
  if (!Array.isArray(consents)) return true;
  return consents.every((consent: ConsentDto | null) =>
    consent?.channel === 'email' ? Boolean(donor?.email) : Boolean(donor?.phone) || !consent?.channel,
  );
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

  @ApiPropertyOptional({ format: 'uri', description: 'Of a monthly gift: to change its card or stop it.' })
  manageUrl?: string;
}

export class PledgePaymentDto extends PickType(NewDonationDto, ['amountPence']) {}
