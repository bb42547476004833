import { ApiProperty } from '@nestjs/swagger';
import type { AppealStatus } from '../giving/appeals/appeals.service.js';

const penceProperty = { type: 'integer', description: 'Whole pence.' } as const;

export class TotalsDto {
  @ApiProperty({ ...penceProperty, description: 'Given, less what was refunded or lost. Whole pence.' })
  raisedPence!: number;

  @ApiProperty({ type: 'integer', description: 'Confirmed and not wholly undone.' })
  donations!: number;

  @ApiProperty({ ...penceProperty, description: 'Promised and not in the books yet. Whole pence.' })
  pendingPence!: number;

  @ApiProperty(penceProperty)
  remittedPence!: number;

  @ApiProperty(penceProperty)
  heldPence!: number;
}

export class CharityNumberDto {
  @ApiProperty({ example: 'SC037738' })
  number!: string;

  @ApiProperty({ enum: ['England and Wales', 'Scotland', 'Northern Ireland'] })
  register!: string;
}

export class PartnerDto {
  @ApiProperty()
  name!: string;

  @ApiProperty({
    type: String,
    description: 'The first of charityNumbers.',
    example: '220949',
    nullable: true,
  })
  charityNumber!: string | null;

  @ApiProperty({ type: [CharityNumberDto] })
  charityNumbers!: CharityNumberDto[];
}

export class CardTermsDto {
  @ApiProperty(penceProperty)
  minPence!: number;

  @ApiProperty(penceProperty)
  maxPence!: number;

  @ApiProperty({ type: 'integer', isArray: true })
  suggestedPence!: number[];
}

export class TextOptionDto {
  @ApiProperty({ example: 'SUN' })
  keyword!: string;

  @ApiProperty(penceProperty)
  amountPence!: number;

  @ApiProperty({ description: 'The exact words to send.', example: 'SUN£3' })
  text!: string;
}

export class TextTermsDto {
  @ApiProperty({ example: '70141' })
  shortcode!: string;

  @ApiProperty({ type: [TextOptionDto] })
  options!: TextOptionDto[];

  @ApiProperty({ description: 'What a text costs, as printed beside the keyword.' })
  costNote!: string;

  @ApiProperty({ format: 'uri' })
  termsUrl!: string;
}

export class SponsorMatchDto {
  @ApiProperty()
  sponsorName!: string;

  @ApiProperty({ type: 'integer', description: 'Added to each pound of donors, in percent.' })
  ratioPercent!: number;

  @ApiProperty(penceProperty)
  capPence!: number;

  @ApiProperty({ ...penceProperty, description: 'What it comes to now: promised, not raised. Whole pence.' })
  matchedPence!: number;

  @ApiProperty({ ...penceProperty, description: 'What the sponsor has paid of it: raised. Whole pence.' })
  paidPence!: number;

  @ApiProperty({ format: 'date-time' })
  beginsAt!: Date;

  @ApiProperty({ format: 'date-time' })
  endsAt!: Date;
}

export class PromisesDto {
  @ApiProperty({ type: 'integer', description: 'Pledges of donors that may still be kept.' })
  pledges!: number;

  @ApiProperty({
    ...penceProperty,
    description: 'What is still to be given of them. Never raised. Whole pence.',
  })
  pledgedPence!: number;

  @ApiProperty({ type: [SponsorMatchDto] })
  matches!: SponsorMatchDto[];
}

export class AppealDto {
  @ApiProperty({ example: 'sun-ukraine-fund' })
  slug!: string;

  @ApiProperty()
  title!: string;

  @ApiProperty({ type: PartnerDto })
  partner!: PartnerDto;

  @ApiProperty()
  purpose!: string;

  @ApiProperty({ description: 'What happens to money beyond what the purpose needs.' })
  surplusStatement!: string;

  @ApiProperty({ enum: ['draft', 'open', 'stopped', 'closed'] })
  status!: AppealStatus;

  @ApiProperty({ format: 'date-time', description: 'Midnight in London.' })
  opensAt!: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'The midnight in London that ends the last day; null: no end.',
  })
  closesAt!: string | null;

  @ApiProperty({ type: 'integer', nullable: true })
  targetPence!: number | null;

  @ApiProperty({ type: TotalsDto })
  totals!: TotalsDto;

  @ApiProperty({ type: PromisesDto })
  promises!: PromisesDto;

  @ApiProperty({ type: CardTermsDto, nullable: true })
  card!: CardTermsDto | null;

  @ApiProperty({ type: TextTermsDto, nullable: true })
  text!: TextTermsDto | null;
}

export class AppealListDto {
  @ApiProperty({ type: [AppealDto] })
  items!: AppealDto[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor!: null;
}
