import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import { type DonationStatus, donationStates } from '../giving/donations/donation-states.js';
import type { Channel } from '../giving/donations/donation.entity.js';
import { type Place, placesInEnglish } from './donation-places.js';
import { CharityNumberDto } from './appeals.dto.js';

export class ReceiptQuery {
  @ApiProperty({ description: 'From the address of the receipt.' })
  @IsString()
  token!: string;
}

export class DonationAppealDto {
  @ApiProperty()
  slug!: string;

  @ApiProperty()
  title!: string;

  @ApiProperty()
  partnerName!: string;

  @ApiProperty({ type: [CharityNumberDto] })
  charityNumbers!: CharityNumberDto[];
}

export class DonationSeenDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: Object.keys(donationStates) })
  status!: DonationStatus;

  @ApiProperty({ description: 'The company said that it was paid; confirmed once the books have it.' })
  paid!: boolean;

  @ApiProperty({ enum: ['card', 'text', 'bank'] })
  channel!: Channel;

  @ApiProperty({ type: 'integer' })
  amountPence!: number;

  @ApiProperty({ type: 'integer' })
  chargedPence!: number;

  @ApiProperty({ type: 'integer' })
  refundedPence!: number;

  @ApiProperty({ type: 'integer', description: 'What of it has left for the charity.' })
  remittedPence!: number;

  @ApiProperty({ format: 'date-time' })
  givenAt!: Date;

  @ApiProperty({ type: DonationAppealDto })
  appeal!: DonationAppealDto;

  @ApiProperty({ enum: Object.keys(placesInEnglish).filter((name) => !name.startsWith('part_')) })
  place!: Place;

  @ApiProperty({ description: 'A sentence for the donor.' })
  whereTheMoneyIs!: string;
}
