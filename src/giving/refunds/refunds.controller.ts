import { Body, Controller, Get, Headers, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiHeader,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import { isUUID } from 'class-validator';
import { Person, StaffMay } from '../../platform/access/staff.guard.js';
import type { Staff } from '../../platform/access/tokens.js';
import { idempotencyKeyOf } from '../../platform/http/idempotency.problems.js';
import { derivedId } from '../../vocabulary/ids.js';
import { pence } from '../../vocabulary/pence.js';
import { DonationNotFound } from '../donations/donations.problems.js';
import { RefundDecisions } from './refund-decisions.js';
import { NewRefundDto, PaidByBankDto, RefundDto, RefundListDto } from './refunds.dto.js';
import { RefundNotFound } from './refunds.problems.js';
import { Refunds } from './refunds.service.js';

const donationPath = 'donations/:donation/refunds';

/** A refund answers under its donation, and by its own id. */
const refundPaths = (step: string): string[] => [
  `${donationPath}/:refund/${step}`,
  `refunds/:refund/${step}`,
];

@ApiTags('staff')
@Controller('api/v1/staff')
export class RefundsController {
  constructor(
    private readonly decisions: RefundDecisions,
    private readonly refunds: Refunds,
  ) {}

  @Post(donationPath)
  @StaffMay('prepare')
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: '8 to 255 characters: the same request with the same key makes one refund.',
  })
  @ApiCreatedResponse({ type: RefundDto, description: 'approved; or requested, which waits for an approver' })
  @ApiNotFoundResponse({ description: 'donation_not_found' })
  @ApiConflictResponse({
    description: 'more_than_is_left, donation_disputed, given_directly, idempotency_key_reused',
  })
  async request(
    @Param('donation') donationId: string,
    @Headers('idempotency-key') key: string | undefined,
    @Body() { amountPence, reason }: NewRefundDto,
    @Person() { person }: Staff,
  ): Promise<RefundDto> {
    if (!isUUID(donationId)) throw new DonationNotFound();
    const id = key === undefined ? undefined : derivedId('refund', donationId, idempotencyKeyOf(key));
    const wanted = { id, donationId, amountPence: pence(amountPence), reason };
    return this.decisions.request(wanted, person);
  }

  @Get(donationPath)
  @StaffMay('read')
  @ApiOkResponse({ type: RefundListDto, description: 'Oldest first.' })
  async ofDonation(@Param('donation') donationId: string): Promise<RefundListDto> {
    if (!isUUID(donationId)) throw new DonationNotFound();
    return { items: await this.refunds.of(donationId), nextCursor: null };
  }

  @Get('refunds')
  @StaffMay('read')
  @ApiOkResponse({
    type: RefundListDto,
    description: 'What waits for a person or a company, oldest first, 200 at most.',
  })
  async open(): Promise<RefundListDto> {
    return { items: await this.refunds.open(), nextCursor: null };
  }

  @Post(refundPaths('approve'))
  @HttpCode(200)
  @StaffMay('approve')
  @ApiOkResponse({ type: RefundDto })
  @ApiNotFoundResponse({ description: 'refund_not_found' })
  @ApiConflictResponse({ description: 'own_work, refund_not_in_state, donation_disputed' })
  async approve(@Param() params: RefundPath, @Person() { person }: Staff): Promise<RefundDto> {
    return this.decisions.approve(await this.known(params), person);
  }

  @Post(refundPaths('cancel'))
  @HttpCode(200)
  @StaffMay('prepare')
  @ApiOkResponse({ type: RefundDto })
  @ApiNotFoundResponse({ description: 'refund_not_found' })
  @ApiConflictResponse({ description: 'refund_not_in_state' })
  async cancel(@Param() params: RefundPath, @Person() { person }: Staff): Promise<RefundDto> {
    return this.decisions.cancel(await this.known(params), person);
  }

  @Post(refundPaths('paid-by-bank'))
  @HttpCode(200)
  @StaffMay('prepare')
  @ApiOkResponse({ type: RefundDto })
  @ApiNotFoundResponse({ description: 'refund_not_found' })
  @ApiConflictResponse({ description: 'refund_not_in_state' })
  async paidByBank(
    @Param() params: RefundPath,
    @Body() paid: PaidByBankDto,
    @Person() { person }: Staff,
  ): Promise<RefundDto> {
    return this.decisions.paidByBank(await this.known(params), paid, person);
  }

  /** The id of a refund that is there and, where the path names a donation, is of that donation. */
  private async known({ refund: id, donation }: RefundPath): Promise<string> {
    const refund = isUUID(id) ? await this.refunds.find(id) : null;
    if (!refund || (donation !== undefined && refund.donationId !== donation)) throw new RefundNotFound();
    return refund.id;
  }
}

/** No DTO: its names come from the path. */
type RefundPath = Record<'refund', string> & Partial<Record<'donation', string>>;
