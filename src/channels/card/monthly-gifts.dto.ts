import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import { type MonthlyGiftStatus, monthlyGiftStates } from './monthly-gift-states.js';

export class MonthlyGiftQuery {
  @ApiProperty({ description: 'From the address of the monthly gift.' })
  @IsString()
  token!: string;
}

export class MonthlyGiftDto {
  @ApiProperty({ format: 'uuid', description: 'That of its first donation.' })
  id!: string;

  @ApiProperty({ enum: Object.keys(monthlyGiftStates) })
  status!: MonthlyGiftStatus;
}

export class CardPageDto {
  @ApiProperty({ format: 'uri', description: 'Stripe’s own page for another card; good for minutes.' })
  url!: string;
}
