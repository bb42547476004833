import { Body, Controller, Get, Header, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Donations } from '../giving/donations/donations.service.js';
import { Balances } from '../ledger/balances.js';
import { shownToken, StaffMay } from '../platform/access/staff.guard.js';
import { Tokens } from '../platform/access/tokens.js';
import { Breaks } from '../platform/breaks/breaks.js';
import type { Config } from '../platform/config/config.js';
import { CONFIG } from '../platform/config/config.module.js';
import { renderPage } from './pages/layout.js';
import { SignInPage, StaffHomePage } from './pages/staff-pages.js';

const shownDonations = 20;
const cookieName = 'staff';

/** The staff console, thin: who is signed in, what the books say, what came last, what does not agree. */
@ApiExcludeController()
@Controller('staff')
export class StaffPagesController {
  constructor(
    private readonly tokens: Tokens,
    private readonly balances: Balances,
    private readonly donations: Donations,
    private readonly breaks: Breaks,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  async home(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const shown = shownToken(request);
    const staff = shown && (await this.tokens.find(shown.bearer));
    void reply.type('text/html; charset=utf-8');
    if (!staff) return void reply.send(renderPage(<SignInPage />));
    request.staff = staff;
    const page = (
      <StaffHomePage
        personName={staff.person}
        roles={[staff.role]}
        accounts={await this.balances.of(undefined)}
        donations={await this.donations.latest(shownDonations)}
        breaks={await this.breaks.open()}
        csvUrl="/api/v1/staff/reports/donations.csv"
      />
    );
    void reply.send(renderPage(page));
  }

  @Post('sign-in')
  async signIn(@Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const token = (body as { token?: unknown } | undefined)?.token;
    const bearer = typeof token === 'string' ? token.trim() : '';
    if (!(await this.tokens.find(bearer))) {
      const error = 'That token is not known. Copy it again, whole, or ask an administrator for another.';
      void reply
        .status(401)
        .type('text/html; charset=utf-8')
        .send(renderPage(<SignInPage error={error} />));
      return;
    }
    const secure = this.config.publicUrl.startsWith('https:');
    void reply
      .setCookie(cookieName, bearer, {
        httpOnly: true,
        sameSite: 'strict',
        secure,
        path: '/',
        maxAge: 8 * 3_600,
      })
      .redirect('/staff', 303);
  }

  @Post('sign-out')
  @StaffMay('read')
  signOut(@Res() reply: FastifyReply): void {
    void reply.clearCookie(cookieName, { path: '/' }).redirect('/staff', 303);
  }
}
