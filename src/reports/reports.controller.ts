import { Controller, Get, Param, Query, StreamableFile } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiParam,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import { Appeals } from '../giving/appeals/appeals.service.js';
import { StaffMay } from '../platform/access/staff.guard.js';
import { ValidationFailed } from '../platform/http/http.problems.js';
import { allReports } from './all-reports.js';
import { ClosedPeriods } from './closed-periods.js';
import { mediaType, ReportFiles, reportFiles } from './report-files.js';
import { ReportNotFound } from './reports.problems.js';
import { PeriodQuery } from './staff.dto.js';

const about = allReports.map(({ name, about: sentence }) => `- \`${name}\`: ${sentence}`).join('\n');

@ApiTags('staff')
@Controller('api/v1/staff/reports')
export class ReportsController {
  constructor(
    private readonly appeals: Appeals,
    private readonly files: ReportFiles,
    private readonly periods: ClosedPeriods,
  ) {}

  @Get(':file')
  @StaffMay('export')
  @ApiParam({ name: 'file', enum: [...reportFiles.keys()], description: 'The report and its form.' })
  @ApiProduces('text/csv', 'application/json', mediaType('xlsx'), mediaType('zip'))
  @ApiOkResponse({
    description: `One of an appeal, or of all, in a period by London dates, both inclusive. Of a month that was closed, the bytes of then:\n${about}`,
    schema: { type: 'string' },
  })
  @ApiBadRequestResponse({ description: 'validation_failed' })
  @ApiNotFoundResponse({ description: 'report_not_found, appeal_not_found' })
  async file(@Param('file') name: string, @Query() period: PeriodQuery): Promise<StreamableFile> {
    const file = reportFiles.get(name);
    if (file === undefined) throw new ReportNotFound();
    const { appeal, from, to } = period;
    if (from !== undefined && to !== undefined && to < from)
      throw new ValidationFailed([{ field: 'to', message: 'must not be before from' }]);
    if (appeal !== undefined) await this.appeals.get(appeal);
    const named = [file.report.name, appeal, from, to].filter((part) => part !== undefined).join('-');
    const bytes = (await this.periods.kept(name, period)) ?? (await this.files.open(file, period));
    return new StreamableFile(bytes, {
      type: mediaType(file.form),
      disposition: `attachment; filename="${named}.${file.form}"`,
    });
  }
}
