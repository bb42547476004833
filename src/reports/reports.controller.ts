import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Appeals } from '../giving/appeals/appeals.service.js';
import { StaffMay } from '../platform/access/staff.guard.js';
import { DonationsReport } from './donations-report.js';
import { PeriodQuery } from './staff.dto.js';
import { TextChargesReport } from './text-charges-report.js';

@ApiTags('staff')
@Controller('api/v1/staff/reports')
export class ReportsController {
  constructor(
    private readonly appeals: Appeals,
    private readonly donationsReport: DonationsReport,
    private readonly textCharges: TextChargesReport,
  ) {}

  @Get('donations.csv')
  @StaffMay('export')
  @ApiProduces('text/csv')
  @ApiOkResponse({
    description: 'Every donation whose money was charged, oldest first. Lines end in CRLF.',
    schema: { type: 'string' },
  })
  @ApiNotFoundResponse({ description: 'appeal_not_found' })
  async donations(@Query() period: PeriodQuery): Promise<StreamableFile> {
    if (period.appeal !== undefined) await this.appeals.get(period.appeal);
    return new StreamableFile(await this.donationsReport.csv(period), {
      type: 'text/csv; charset=utf-8; header=present',
      disposition: `attachment; filename="${['donations', period.appeal].filter(Boolean).join('-')}.csv"`,
    });
  }

  @Get('text-charges.csv')
  @StaffMay('export')
  @ApiProduces('text/csv')
  @ApiOkResponse({ description: 'Every charge of a text gift, oldest first.', schema: { type: 'string' } })
  @ApiNotFoundResponse({ description: 'appeal_not_found' })
  async textChargesCsv(@Query() period: PeriodQuery): Promise<StreamableFile> {
    if (period.appeal !== undefined) await this.appeals.get(period.appeal);
    return new StreamableFile(this.textCharges.csv(period), {
      type: 'text/csv; charset=utf-8; header=present',
      disposition: `attachment; filename="${['text-charges', period.appeal].filter(Boolean).join('-')}.csv"`,
    });
  }

  @Get('text-charges.json')
  @StaffMay('export')
  @ApiOkResponse({ description: 'The same as {items, nextCursor}.', schema: { type: 'object' } })
  @ApiNotFoundResponse({ description: 'appeal_not_found' })
  async textChargesJson(@Query() period: PeriodQuery): Promise<StreamableFile> {
    if (period.appeal !== undefined) await this.appeals.get(period.appeal);
    return new StreamableFile(this.textCharges.json(period), { type: 'application/json; charset=utf-8' });
  }
}
