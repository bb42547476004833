import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import { Appeals } from '../../giving/appeals/appeals.service.js';
import { Person, StaffMay } from '../../platform/access/staff.guard.js';
import type { Staff } from '../../platform/access/tokens.js';
import { pence } from '../../vocabulary/pence.js';
import { MaySendNow } from './may-send-now.service.js';
import { MaySendDto, MaySendQuery } from './may-send.dto.js';
import { RemittanceDecisions } from './remittance-decisions.js';
import {
  CarriedDonationsDto,
  CarriedDonationsQuery,
  NewRemittanceDto,
  RemittanceApprovalDto,
  RemittanceDto,
  RemittanceListDto,
  RemittanceReturnedDto,
  RemittanceSentDto,
  RemittancesQuery,
} from './remittances.dto.js';
import { Remittances } from './remittances.service.js';
import { Sending } from './sending.js';

@ApiTags('staff')
@Controller('api/v1/staff/remittances')
export class RemittancesController {
  constructor(
    private readonly appeals: Appeals,
    private readonly decisions: RemittanceDecisions,
    private readonly sending: Sending,
    private readonly remittances: Remittances,
    private readonly maySendNow: MaySendNow,
  ) {}

  @Get()
  @StaffMay('read')
  @ApiOkResponse({ type: RemittanceListDto, description: 'Newest first, 200 at most.' })
  @ApiNotFoundResponse({ description: 'appeal_not_found' })
  async list(@Query() { appeal }: RemittancesQuery): Promise<RemittanceListDto> {
    if (appeal !== undefined) await this.appeals.get(appeal);
    return { items: await this.remittances.list(appeal), nextCursor: null };
  }

  @Post()
  @StaffMay('prepare')
  @ApiCreatedResponse({ type: RemittanceDto, description: 'A draft, which waits for another person.' })
  @ApiNotFoundResponse({ description: 'appeal_not_found' })
  @ApiConflictResponse({ description: 'not_enough_held, late_without_reason' })
  draft(
    @Body() { appeal, purpose, amountPence, lateReason }: NewRemittanceDto,
    @Person() { person }: Staff,
  ): Promise<RemittanceDto> {
    const amount = amountPence === undefined ? undefined : pence(amountPence);
    return this.decisions.draft({ appeal, purpose, amountPence: amount, lateReason }, person);
  }

  @Get('may-send')
  @StaffMay('read')
  @ApiOkResponse({
    type: MaySendDto,
    description: 'What may be sent now, why not more, and what is due when.',
  })
  @ApiNotFoundResponse({ description: 'appeal_not_found' })
  maySend(@Query() { appeal }: MaySendQuery): Promise<MaySendDto> {
    return this.maySendNow.of(appeal);
  }

  @Get(':id')
  @StaffMay('read')
  @ApiOkResponse({ type: RemittanceDto })
  @ApiNotFoundResponse({ description: 'remittance_not_found' })
  get(@Param('id') id: string): Promise<RemittanceDto> {
    return this.remittances.get(id);
  }

  @Get(':id/donations')
  @StaffMay('read')
  @ApiOkResponse({ type: CarriedDonationsDto, description: '100 a page, by the ids of the donations.' })
  @ApiNotFoundResponse({ description: 'remittance_not_found' })
  donations(
    @Param('id') id: string,
    @Query() { cursor }: CarriedDonationsQuery,
  ): Promise<CarriedDonationsDto> {
    return this.remittances.donations(id, cursor);
  }

  @Post(':id/approve')
  @HttpCode(200)
  @StaffMay('approve')
  @ApiOkResponse({ type: RemittanceDto, description: 'What it carries and pays is fixed.' })
  @ApiNotFoundResponse({ description: 'remittance_not_found' })
  @ApiConflictResponse({ description: 'remittance_not_in_state, not_enough_held, late_without_reason' })
  approve(
    @Param('id') id: string,
    @Body() { lateReason }: RemittanceApprovalDto,
    @Person() { person }: Staff,
  ): Promise<RemittanceDto> {
    return this.decisions.approve(id, person, lateReason);
  }

  @Post(':id/sent')
  @HttpCode(200)
  @StaffMay('prepare')
  @ApiOkResponse({ type: RemittanceDto })
  @ApiNotFoundResponse({ description: 'remittance_not_found' })
  @ApiConflictResponse({ description: 'remittance_not_in_state' })
  sent(
    @Param('id') id: string,
    @Body() { bankReference, sentOn }: RemittanceSentDto,
    @Person() { person }: Staff,
  ): Promise<RemittanceDto> {
    return this.sending.sent(id, bankReference, sentOn, person);
  }

  @Post(':id/acknowledged')
  @HttpCode(200)
  @StaffMay('prepare')
  @ApiOkResponse({ type: RemittanceDto })
  @ApiNotFoundResponse({ description: 'remittance_not_found' })
  @ApiConflictResponse({ description: 'remittance_not_in_state' })
  acknowledged(@Param('id') id: string, @Person() { person }: Staff): Promise<RemittanceDto> {
    return this.sending.acknowledged(id, person);
  }

  @Post(':id/returned')
  @HttpCode(200)
  @StaffMay('prepare')
  @ApiOkResponse({ type: RemittanceDto, description: 'A later remittance can carry it.' })
  @ApiNotFoundResponse({ description: 'remittance_not_found' })
  @ApiConflictResponse({ description: 'remittance_not_in_state, payee_not_paid' })
  returned(
    @Param('id') id: string,
    @Body() back: RemittanceReturnedDto,
    @Person() { person }: Staff,
  ): Promise<RemittanceDto> {
    return this.sending.returned(id, back, person);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @StaffMay('prepare')
  @ApiOkResponse({ type: RemittanceDto })
  @ApiNotFoundResponse({ description: 'remittance_not_found' })
  @ApiConflictResponse({ description: 'remittance_not_in_state' })
  cancel(@Param('id') id: string, @Person() { person }: Staff): Promise<RemittanceDto> {
    return this.decisions.cancel(id, person);
  }
}
