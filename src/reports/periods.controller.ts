import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiConflictResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import { Appeals } from '../giving/appeals/appeals.service.js';
import { Person, StaffMay } from '../platform/access/staff.guard.js';
import type { Staff } from '../platform/access/tokens.js';
import { ClosedPeriods } from './closed-periods.js';
import { ClosePeriodDto, PeriodDto, PeriodListDto, PeriodMonth } from './periods.dto.js';
import { AppealQuery } from './staff.dto.js';

@ApiTags('staff')
@Controller('api/v1/staff/periods')
export class PeriodsController {
  constructor(
    private readonly appeals: Appeals,
    private readonly periods: ClosedPeriods,
  ) {}

  @Get()
  @StaffMay('read')
  @ApiOkResponse({ type: PeriodListDto, description: 'The closed ones, newest first.' })
  @ApiNotFoundResponse({ description: 'appeal_not_found' })
  async list(@Query() { appeal }: AppealQuery): Promise<PeriodListDto> {
    if (appeal !== undefined) await this.appeals.get(appeal);
    return { items: await this.periods.all(appeal), nextCursor: null };
  }

  /** Once; closing it again answers with what is there. */
  @Post(':month/close')
  @HttpCode(200)
  @StaffMay('prepare')
  @ApiOkResponse({
    type: PeriodDto,
    description:
      'Its reports give these bytes for ever. What the books learn of it later counts in the period that is open then.',
  })
  @ApiBadRequestResponse({ description: 'validation_failed' })
  @ApiNotFoundResponse({ description: 'appeal_not_found' })
  @ApiConflictResponse({ description: 'period_not_over' })
  async close(
    @Param() { month }: PeriodMonth,
    @Body() { appeal }: ClosePeriodDto,
    @Person() { person }: Staff,
  ): Promise<PeriodDto> {
    await this.appeals.get(appeal);
    return this.periods.close(appeal, month, person);
  }
}
