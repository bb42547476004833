import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Appeals } from '../../giving/appeals/appeals.service.js';
import { Donations } from '../../giving/donations/donations.service.js';
import { Balances } from '../../ledger/balances.js';
import { StaffMay } from '../../platform/access/staff.guard.js';
import { Breaks } from '../../platform/breaks/breaks.js';
import { Totals } from '../../reports/totals.js';
import { Frames, sendFramed } from './frames.js';
import { TodayPage } from './today-page.js';

const shownDonations = 20;

/** The first page of the console. */
@ApiExcludeController()
@Controller('staff')
export class TodayController {
  constructor(
    private readonly frames: Frames,
    private readonly appeals: Appeals,
    private readonly totals: Totals,
    private readonly balances: Balances,
    private readonly donations: Donations,
    private readonly breaks: Breaks,
  ) {}

  @Get()
  @StaffMay('read')
  async today(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const frame = await this.frames.of(request, 'today');
    const appeals = await this.appeals.all();
    const totals = await Promise.all(
      appeals.map(async ({ slug, status, definition }) => ({
        ...(await this.totals.of(slug)),
        title: definition.title,
        status,
      })),
    );
    sendFramed(
      reply,
      frame,
      <TodayPage
        totals={totals}
        accounts={await this.balances.of(frame.appeal)}
        donations={await this.donations.latest(shownDonations)}
        breaks={await this.breaks.open()}
        csvUrl="/api/v1/staff/reports/donations.csv"
      />,
    );
  }
}
