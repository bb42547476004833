import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiNotFoundResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { isUUID } from 'class-validator';
import { Person, StaffMay } from '../platform/access/staff.guard.js';
import type { Staff } from '../platform/access/tokens.js';
import { BreakNotFound } from '../platform/breaks/breaks.problems.js';
import { BreakSettling } from '../platform/breaks/break-settling.js';
import { BreakList } from './break-list.js';
import { BreakListDto, BreaksQuery, SettlementOfBreakDto } from './breaks.dto.js';

@ApiTags('staff')
@Controller('api/v1/staff/breaks')
export class BreaksController {
  constructor(
    private readonly list: BreakList,
    private readonly settling: BreakSettling,
  ) {}

  @Get()
  @StaffMay('read')
  @ApiOkResponse({ type: BreakListDto, description: 'What is not settled, oldest first, 50 a page.' })
  page(@Query() query: BreaksQuery): Promise<BreakListDto> {
    return this.list.page(query);
  }

  @Post(':id/settle')
  @HttpCode(204)
  @StaffMay('prepare')
  @ApiNoContentResponse({ description: 'It is settled, with who did what and why.' })
  @ApiNotFoundResponse({ description: 'break_not_found' })
  async settle(
    @Param('id') id: string,
    @Body() how: SettlementOfBreakDto,
    @Person() { person }: Staff,
  ): Promise<void> {
    if (!isUUID(id)) throw new BreakNotFound();
    await this.settling.settle(id, how, person);
  }
}
