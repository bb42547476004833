import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Appeals } from '../../giving/appeals/appeals.service.js';
import { type AccountBalance, Balances } from '../../ledger/balances.js';
import { StaffMay } from '../../platform/access/staff.guard.js';
import { BreakFigures } from '../../reports/break-figures.js';
import { GivenByHour } from '../../reports/given-by-hour.js';
import { type AppealTotals, Totals } from '../../reports/totals.js';
import { MaySendNow } from '../../treasury/remittances/may-send-now.service.js';
import type { MoneyByPlace } from './flow-chart.js';
import { Frames, sendFramed } from './frames.js';
import { type AppealToday, TodayPage } from './today-page.js';

/** The first page of the console. */
@ApiExcludeController()
@Controller('staff')
export class TodayController {
  constructor(
    private readonly frames: Frames,
    private readonly appeals: Appeals,
    private readonly totals: Totals,
    private readonly balances: Balances,
    private readonly breaks: BreakFigures,
    private readonly givenByHour: GivenByHour,
    private readonly maySendNow: MaySendNow,
  ) {}

  @Get()
  @StaffMay('read')
  async today(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const frame = await this.frames.of(request, 'today');
    const totals = await this.allTotals();
    const chosen = totals.find(({ slug }) => slug === frame.appeal);
    sendFramed(
      reply,
      frame,
      <TodayPage
        totals={totals}
        breaks={await this.breaks.open()}
        chosen={chosen && (await this.appealToday(chosen))}
      />,
    );
  }

  private async allTotals(): Promise<NamedTotals[]> {
    const appeals = await this.appeals.all();
    return Promise.all(
      appeals.map(async ({ slug, status, definition: { title } }) => ({
        ...(await this.totals.of(slug)),
        slug,
        title,
        status,
      })),
    );
  }

  private async appealToday(totals: NamedTotals): Promise<AppealToday> {
    const { slug, title } = totals;
    const accounts = await this.balances.of(slug);
    const { remitWithinDays, purposes } = await this.maySendNow.of(slug);
    return {
      title,
      hours: this.givenByHour.hours(),
      given: await this.givenByHour.lately(slug),
      byChannel: await this.givenByHour.byChannel(slug),
      places: placesOf(accounts, totals),
      remitWithinDays,
      due: purposes
        .flatMap(({ purpose, due }) => due.map((day) => ({ purpose, ...day })))
        .toSorted((one, other) => one.dueOn.localeCompare(other.dueOn)),
      accounts,
    };
  }
}

interface NamedTotals extends AppealTotals {
  slug: string;
  title: string;
  status: string;
}

function placesOf(accounts: AccountBalance[], totals: AppealTotals): MoneyByPlace {
  const of = (name: AccountBalance['account']): number =>
    accounts.reduce((sum, { account, balancePence }) => sum + (account === name ? balancePence : 0), 0);
  return {
    promisedPence: totals.pendingPence,
    stripePence: of('stripe_balance'),
    transitPence: of('payouts_in_transit'),
    networksPence: of('text_receivable'),
    disputedPence: of('dispute_suspense'),
    bankPence: of('appeal_bank'),
    operatorOwesPence: of('due_from_operator'),
    partnerOwesPence: of('due_from_partner'),
    passedOnPence: totals.remittedPence,
  };
}
