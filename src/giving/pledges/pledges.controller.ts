import { Body, Controller, Get, Header, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiHeader,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import { Person, StaffMay } from '../../platform/access/staff.guard.js';
import type { Staff } from '../../platform/access/tokens.js';
import { MatchMaking } from './match-making.js';
import { PledgeMaking } from './pledge-making.js';
import {
  NewSponsorMatchDto,
  NewPledgeDto,
  OpenedPledgeDto,
  PledgeListDto,
  PledgeQuery,
  PledgeSeenDto,
  PledgesQuery,
  TelephonePledgeDto,
} from './pledges.dto.js';
import { type Pledge, Pledges } from './pledges.service.js';

const keyHeader = { name: 'Idempotency-Key', required: true, description: '8 to 255 characters.' };
const notFound = { description: 'pledge_not_found: no such pledge, or not its token' };
const over = { description: 'pledge_not_open: it is kept, lapsed or withdrawn' };

@ApiTags('giving')
@Controller('api/v1')
export class PledgesController {
  constructor(
    private readonly making: PledgeMaking,
    private readonly pledges: Pledges,
    private readonly matchMaking: MatchMaking,
  ) {}

  @Post('appeals/:slug/pledges')
  @ApiHeader(keyHeader)
  @ApiCreatedResponse({ type: OpenedPledgeDto })
  promise(
    @Param('slug') slug: string,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Body() body: NewPledgeDto,
  ): Promise<OpenedPledgeDto> {
    return this.making.make(slug, idempotencyKey, body);
  }

  @Get('pledges/:id')
  @Header('Cache-Control', 'no-store')
  @ApiOkResponse({ type: PledgeSeenDto })
  @ApiNotFoundResponse(notFound)
  async pledge(@Param('id') id: string, @Query() { token }: PledgeQuery): Promise<PledgeSeenDto> {
    return seen(await this.pledges.of(id, token));
  }

  @Post('pledges/:id/pause')
  @HttpCode(200)
  @ApiOkResponse({ type: PledgeSeenDto })
  @ApiNotFoundResponse(notFound)
  @ApiConflictResponse(over)
  async pause(@Param('id') id: string, @Query() { token }: PledgeQuery): Promise<PledgeSeenDto> {
    return seen(await this.pledges.pause(id, token));
  }

  @Post('pledges/:id/resume')
  @HttpCode(200)
  @ApiOkResponse({ type: PledgeSeenDto })
  @ApiNotFoundResponse(notFound)
  @ApiConflictResponse(over)
  async resume(@Param('id') id: string, @Query() { token }: PledgeQuery): Promise<PledgeSeenDto> {
    return seen(await this.pledges.resume(id, token));
  }

  @Post('pledges/:id/withdraw')
  @HttpCode(200)
  @ApiOkResponse({ type: PledgeSeenDto })
  @ApiNotFoundResponse(notFound)
  @ApiConflictResponse(over)
  async withdraw(@Param('id') id: string, @Query() { token }: PledgeQuery): Promise<PledgeSeenDto> {
    return seen(await this.pledges.withdraw(id, token));
  }

  @Post('pledges/:id/stop-reminders')
  @HttpCode(200)
  @ApiOkResponse({ type: PledgeSeenDto })
  @ApiNotFoundResponse(notFound)
  async stopReminders(@Param('id') id: string, @Query() { token }: PledgeQuery): Promise<PledgeSeenDto> {
    return seen(await this.pledges.stopReminders(id, token));
  }

  @Post('staff/pledges')
  @StaffMay('prepare')
  @ApiHeader(keyHeader)
  @ApiCreatedResponse({ type: OpenedPledgeDto })
  takeDown(
    @Person() { person }: Staff,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Body() { appeal, ...request }: TelephonePledgeDto,
  ): Promise<OpenedPledgeDto> {
    return this.making.make(appeal, idempotencyKey, request, person);
  }

  @Post('staff/matches')
  @StaffMay('prepare')
  @ApiHeader(keyHeader)
  @ApiCreatedResponse({ type: OpenedPledgeDto })
  match(
    @Person() { person }: Staff,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Body() body: NewSponsorMatchDto,
  ): Promise<OpenedPledgeDto> {
    return this.matchMaking.make(idempotencyKey, body, person);
  }

  @Get('staff/pledges')
  @StaffMay('read')
  @ApiOkResponse({ type: PledgeListDto, description: 'The newest first, 200 at most.' })
  async list(@Query() { appeal }: PledgesQuery): Promise<PledgeListDto> {
    return { items: (await this.pledges.newest(appeal)).map(seen), nextCursor: null };
  }
}

function seen({ id, appeal, status, amountPence, keptPence, dueOn, reminders }: Pledge): PledgeSeenDto {
  return { id, appeal, status, amountPence, keptPence, dueOn, reminders };
}
