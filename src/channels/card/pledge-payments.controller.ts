import { Body, Controller, Headers, Ip, Param, Post, Query } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiHeader,
  ApiNotFoundResponse,
  ApiTags,
} from '@nestjs/swagger';
import { PledgeQuery } from '../../giving/pledges/pledges.dto.js';
import { CardGiving } from './card-giving.js';
import { PledgePaymentDto, StartedDonationDto } from './card.dto.js';

@ApiTags('giving')
@Controller('api/v1/pledges')
export class PledgePaymentsController {
  constructor(private readonly giving: CardGiving) {}

  @Post(':id/payments')
  @ApiHeader({ name: 'Idempotency-Key', required: true, description: '8 to 255 characters.' })
  @ApiCreatedResponse({ type: StartedDonationDto })
  @ApiNotFoundResponse({ description: 'pledge_not_found: no such pledge, or not its token' })
  @ApiConflictResponse({ description: 'pledge_not_open: it is kept or withdrawn; idempotency_key_reused' })
  pay(
    @Param('id') id: string,
    @Query() { token }: PledgeQuery,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Body() { amountPence }: PledgePaymentDto,
    @Ip() from: string,
  ): Promise<StartedDonationDto> {
    return this.giving.keepPledge(id, token, idempotencyKey, amountPence, from);
  }
}
