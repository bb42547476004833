import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { StaffMay } from '../../platform/access/staff.guard.js';
import { StripeTransactionListDto, StripeTransactionsQuery } from './stripe-transactions.dto.js';
import { StripeTransactions } from './stripe-transactions.js';

@ApiTags('staff')
@Controller('api/v1/staff')
export class StripeTransactionsController {
  constructor(private readonly transactions: StripeTransactions) {}

  @Get('stripe-transactions')
  @StaffMay('read')
  @ApiOkResponse({ type: StripeTransactionListDto, description: 'Newest first, 50 a page.' })
  list(@Query() { book, cursor }: StripeTransactionsQuery): Promise<StripeTransactionListDto> {
    return this.transactions.page(book, cursor);
  }
}
