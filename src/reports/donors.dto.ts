import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, MaxLength } from 'class-validator';

export class FindDonorDto {
  /** In the body, never in an address: addresses are logged by proxies. */
  @ApiProperty({ format: 'email' })
  @IsEmail({}, { message: 'must be an e-mail address such as name@example.org' })
  @MaxLength(254)
  email!: string;
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
  consents!: object[];

  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } })
  declarations!: object[];
}
