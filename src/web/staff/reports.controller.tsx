import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { StaffMay } from '../../platform/access/staff.guard.js';
import { allReports } from '../../reports/all-reports.js';
import { ReportCounts } from '../../reports/report-counts.js';
import { reportFiles } from '../../reports/report-files.js';
import { PeriodQuery } from '../../reports/staff.dto.js';
import { checked, refusalOf } from './form.js';
import { Frames, sendFramed } from './frames.js';
import { posted } from './posted.js';
import { ReportsPage } from './reports-page.js';
import { count as written } from './table.js';

const labels = { from: 'The first day', to: 'The last day' };

const reports = allReports.map(({ name, about }) => ({
  name,
  about,
  forms: [...reportFiles.values()].filter(({ report }) => report.name === name).map(({ form }) => form),
}));

/** Leads to each report's file, which the API streams. */
@ApiExcludeController()
@Controller('staff/reports')
export class ReportPagesController {
  constructor(
    private readonly frames: Frames,
    private readonly counts: ReportCounts,
  ) {}

  @Get()
  @StaffMay('export')
  async reports(
    @Query() query: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const frame = await this.frames.of(request, 'reports');
    const { from, to, file, count } = posted(query, 'from', 'to', 'file', 'count');
    let done: string | undefined;
    let leadsTo: string | undefined;
    const refusal = await refusalOf(async () => {
      const period = await checked(PeriodQuery, { appeal: frame.appeal, from, to });
      const counted = allReports.find(({ name }) => name === count);
      if (counted) done = `${count}: ${written(await this.counts.rows(counted, period))} rows.`;
      const asked = Object.entries(period).filter(([, value]) => value !== undefined) as [string, string][];
      if (reportFiles.has(file)) leadsTo = `/api/v1/staff/reports/${file}?${new URLSearchParams(asked)}`;
    }, labels);
    if (leadsTo !== undefined) return void reply.redirect(leadsTo, 303);
    const page = <ReportsPage {...{ reports, entered: { from, to }, done, refused: refusal?.words }} />;
    sendFramed(reply, frame, page, refusal?.status);
  }
}
