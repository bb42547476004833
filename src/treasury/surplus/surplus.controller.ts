import { Body, Controller, Get, HttpCode, Param, Post, Query, StreamableFile } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import { Person, StaffMay } from '../../platform/access/staff.guard.js';
import type { Staff } from '../../platform/access/tokens.js';
import { FundStatements } from './fund-statement.js';
import { SurplusNotices } from './surplus-notices.service.js';
import {
  FundStatementDto,
  FundStatementQuery,
  NewSurplusNoticeDto,
  SurplusNoticeDto,
  SurplusNoticeListDto,
} from './surplus.dto.js';

@ApiTags('staff')
@Controller('api/v1/staff/appeals/:slug')
export class SurplusController {
  constructor(
    private readonly notices: SurplusNotices,
    private readonly statements: FundStatements,
  ) {}

  @Post('surplus-notices')
  @StaffMay('prepare')
  @ApiCreatedResponse({ type: SurplusNoticeDto, description: 'Prepared; it waits for another person.' })
  @ApiNotFoundResponse({ description: 'appeal_not_found' })
  @ApiConflictResponse({ description: 'not_enough_held' })
  prepare(
    @Param('slug') slug: string,
    @Body() notice: NewSurplusNoticeDto,
    @Person() { person }: Staff,
  ): Promise<SurplusNoticeDto> {
    return this.notices.prepare(slug, notice, person);
  }

  @Get('surplus-notices')
  @StaffMay('read')
  @ApiOkResponse({ type: SurplusNoticeListDto, description: 'Newest first.' })
  @ApiNotFoundResponse({ description: 'appeal_not_found' })
  async list(@Param('slug') slug: string): Promise<SurplusNoticeListDto> {
    return { items: await this.notices.of(slug), nextCursor: null };
  }

  @Post('surplus-notices/:id/approve')
  @HttpCode(200)
  @StaffMay('approve')
  @ApiOkResponse({ type: SurplusNoticeDto })
  @ApiNotFoundResponse({ description: 'surplus_notice_not_found' })
  @ApiConflictResponse({ description: 'surplus_notice_not_in_state, not_enough_held' })
  approve(
    @Param('slug') slug: string,
    @Param('id') id: string,
    @Person() { person }: Staff,
  ): Promise<SurplusNoticeDto> {
    return this.notices.approve(slug, id, person);
  }

  @Post('surplus-notices/:id/cancel')
  @HttpCode(200)
  @StaffMay('prepare')
  @ApiOkResponse({ type: SurplusNoticeDto })
  @ApiNotFoundResponse({ description: 'surplus_notice_not_found' })
  @ApiConflictResponse({ description: 'surplus_notice_not_in_state' })
  cancel(
    @Param('slug') slug: string,
    @Param('id') id: string,
    @Person() { person }: Staff,
  ): Promise<SurplusNoticeDto> {
    return this.notices.cancel(slug, id, person);
  }

  @Get('surplus-notices/:id/document')
  @StaffMay('read')
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({
    description: 'The charity’s letter, to be saved.',
    schema: { type: 'string', format: 'binary' },
  })
  @ApiNotFoundResponse({ description: 'surplus_notice_not_found' })
  async document(@Param('slug') slug: string, @Param('id') id: string): Promise<StreamableFile> {
    // Whatever it is, no browser opens it as a page of ours.
    return new StreamableFile(await this.notices.document(slug, id), {
      type: 'application/octet-stream',
      disposition: `attachment; filename="surplus-notice-${id}"`,
    });
  }

  @Get('fund-statement')
  @StaffMay('read')
  @ApiOkResponse({ type: FundStatementDto, description: 'What became of the money for each purpose.' })
  @ApiNotFoundResponse({ description: 'appeal_not_found' })
  statement(
    @Param('slug') slug: string,
    @Query() { from, to }: FundStatementQuery,
  ): Promise<FundStatementDto> {
    return this.statements.of(slug, from, to);
  }
}
