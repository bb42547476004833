import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { otherBook } from '../../ledger/accounts.js';

export class StripeTransactionsQuery {
  @ApiPropertyOptional({ default: otherBook, description: 'An appeal’s slug, or what belongs to none.' })
  @IsOptional()
  @Matches(/^[a-z0-9-]{1,100}$/, { message: 'must be the slug of an appeal, or other' })
  book: string = otherBook;

  @ApiPropertyOptional({ description: 'The last id of the page before.' })
  @IsOptional()
  @Matches(/^\w{1,255}$/, { message: 'must be the nextCursor of the page before' })
  cursor?: string;
}

export class StripeTransactionDto {
  @ApiProperty({ example: 'txn_1…' })
  id!: string;

  @ApiProperty({ description: 'Stripe’s reporting category.', example: 'charge' })
  category!: string;

  @ApiProperty({ type: String, nullable: true, description: 'None for a payout, which may be of several.' })
  book!: string | null;

  @ApiProperty({ example: 'gbp' })
  currency!: string;

  @ApiProperty({ type: String, nullable: true, description: 'The charge, refund or dispute behind it.' })
  sourceId!: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  donationId!: string | null;

  @ApiProperty({ type: 'integer' })
  amountPence!: number;

  @ApiProperty({ type: 'integer' })
  feePence!: number;

  @ApiProperty({ type: 'integer' })
  netPence!: number;

  @ApiProperty({ type: String, format: 'date-time' })
  createdAt!: Date;

  @ApiProperty({ type: String, nullable: true, description: 'What took it to the bank.' })
  payoutId!: string | null;
}

export class StripeTransactionListDto {
  @ApiProperty({ type: [StripeTransactionDto] })
  items!: StripeTransactionDto[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}
