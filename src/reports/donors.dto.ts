import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsEmail, MaxLength, ValidateIf } from 'class-validator';
import { IsPhone } from '../giving/donors/donors.dto.js';
import { TextDto } from './texts.dto.js';

/** By the address or by the number. In the body, never in an address of ours: those are logged by proxies. */
export class FindDonorDto {
  @ApiPropertyOptional({ format: 'email' })
  @ValidateIf(({ phone }: FindDonorDto) => phone === undefined)
  @IsEmail({}, { message: 'must be an e-mail address such as name@example.org' })
  @MaxLength(254, { message: 'must be at most 254 letters long' })
  email?: string;

  @ApiPropertyOptional({ example: '07700 900123' })
  @ValidateIf(({ phone }: FindDonorDto) => phone !== undefined)
  @IsPhone()
  phone?: string;
}

export class DonorFoundDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ type: [String], format: 'uuid' })
  donationIds!: string[];
}

export class DonorListDto {
  @ApiProperty({
    type: [DonorFoundDto],
    description: 'Each gift has a donor of its own; all are one person.',
  })
  items!: DonorFoundDto[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor!: null;
}

export class DonorGiftDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  appeal!: string;

  @ApiProperty()
  channel!: string;

  @ApiProperty()
  status!: string;

  @ApiProperty({ type: 'integer' })
  amountPence!: number;

  @ApiProperty({ type: 'integer' })
  refundedPence!: number;

  @ApiProperty({ format: 'date-time' })
  givenAt!: Date;
}

export class DonorExportDto {
  @ApiProperty({
    type: 'array',
    items: { type: 'object', additionalProperties: { type: 'string' } },
    description: 'What the person told us with each gift.',
  })
  told!: Record<string, string>[];

  @ApiProperty({ type: [DonorGiftDto] })
  donations!: DonorGiftDto[];

  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } })
  monthlyGifts!: object[];

  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } })
  pledges!: object[];

  @ApiProperty({ type: [TextDto], description: 'What came from the numbers that the person gave.' })
  texts!: TextDto[];

  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } })
  consents!: object[];

  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } })
  declarations!: object[];
}
