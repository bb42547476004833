import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Appeals } from '../../giving/appeals/appeals.service.js';
import { Donations } from '../../giving/donations/donations.service.js';
import { Balances } from '../../ledger/balances.js';
import { shownToken } from '../../platform/access/staff.guard.js';
import { Tokens } from '../../platform/access/tokens.js';
import { Breaks } from '../../platform/breaks/breaks.js';
import { Totals } from '../../reports/totals.js';
import { renderPage } from '../pages/layout.js';
import { Frames, sendFramed } from './frames.js';
import { SignInPage } from './sign-in-page.js';
import { TodayPage } from './today-page.js';

const shownDonations = 20;

/** The first page of the console; who is not signed in signs in here. */
@ApiExcludeController()
@Controller('staff')
export class TodayController {
  constructor(
    private readonly tokens: Tokens,
    private readonly frames: Frames,
    private readonly appeals: Appeals,
    private readonly totals: Totals,
    private readonly balances: Balances,
    private readonly donations: Donations,
    private readonly breaks: Breaks,
  ) {}

  @Get()
  async today(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const shown = shownToken(request);
    const staff = shown && (await this.tokens.find(shown.bearer));
    if (!staff) {
      void reply.header('Cache-Control', 'no-store').type('text/html; charset=utf-8');
      return void reply.send(renderPage(<SignInPage />));
    }
    request.staff = staff;
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
