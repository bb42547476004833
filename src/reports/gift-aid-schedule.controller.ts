import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { Controller, Get, Query, Req, StreamableFile } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Appeals } from '../giving/appeals/appeals.service.js';
import { GiftAidClaims } from '../giving/gift-aid/claims.service.js';
import { StaffMay } from '../platform/access/staff.guard.js';
import type { Report, ReportPeriod, ReportRow } from './report.js';
import { type FormName, mediaType, written } from './report-files.js';
import { PeriodQuery } from './staff.dto.js';

/**
 * Names and homes are opened for it row by row, so the database can't write it; and it is kept with no closed
 * period, because what the law lets go must be forgotten there too.
 */
const schedule: Report = {
  name: 'gift-aid-schedule',
  about: 'The gifts of every claim whose date is in the period, as the charity sends them to HMRC.',
  columns: {
    appeal: 'code',
    claim: 'whole',
    item: 'whole',
    donationId: 'code',
    title: 'text',
    firstName: 'text',
    lastName: 'text',
    house: 'text',
    postcode: 'code',
    givenOn: 'code',
    amount: 'pounds',
  },
  sql: '',
};

const paths = (['csv', 'xlsx', 'json'] as const).map((form) => `${schedule.name}.${form}`);

@ApiTags('staff')
@Controller('api/v1/staff/reports')
export class GiftAidScheduleController {
  constructor(
    private readonly appeals: Appeals,
    private readonly claims: GiftAidClaims,
  ) {}

  @Get(paths)
  @StaffMay('export')
  @ApiProduces('text/csv', 'application/json', mediaType('xlsx'))
  @ApiOkResponse({ description: schedule.about, schema: { type: 'string' } })
  @ApiNotFoundResponse({ description: 'appeal_not_found' })
  async file(@Query() period: PeriodQuery, @Req() request: FastifyRequest): Promise<StreamableFile> {
    if (period.appeal !== undefined) await this.appeals.get(period.appeal);
    const form = extname(request.routeOptions.url ?? '').slice(1) as FormName;
    const bytes = written({ report: schedule, form }, this.rows(period));
    return new StreamableFile(Readable.from(bytes, { objectMode: false }), {
      type: mediaType(form),
      disposition: `attachment; filename="${schedule.name}.${form}"`,
    });
  }

  private async *rows({ appeal, from, to }: ReportPeriod): AsyncGenerator<ReportRow[]> {
    for (const claim of await this.claims.between(appeal, from, to))
      for await (const lines of this.claims.lines(claim.id))
        yield lines.map(({ item, ...line }) => ({
          appeal: claim.appeal,
          claim: String(claim.number),
          item: String(item),
          ...line,
        }));
  }
}
