import { Body, Controller, Header, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SignInDelayed, SignInFailed } from '../../platform/access/access.problems.js';
import { Sessions } from '../../platform/access/sessions.js';
import { SignIn } from '../../platform/access/sign-in.js';
import { refuseOtherSites, StaffMay } from '../../platform/access/staff.guard.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { renderPage } from '../pages/layout.js';
import { posted } from './posted.js';
import { SignInPage } from './sign-in-page.js';
import { browserMark, forgetSession, keepSession } from './staff-cookies.js';

/** Lets staff in and out. Whoever asks for a staff page without being signed in is shown the form for it. */
@ApiExcludeController()
@Controller('staff')
export class SignInController {
  constructor(
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post('sign-in')
  @Header('Cache-Control', 'no-store')
  async enter(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    refuseOtherSites(request, this.config);
    const form = posted(body, 'email', 'password', 'code', 'token', 'next');
    const next = ownPage(form.next);
    const byToken = form.token !== '';
    try {
      const signedIn = await (byToken
        ? this.signIn.byToken(form.token.trim())
        : this.signIn.byPassword(form, request.ip, browserMark(request)));
      request.staff = { ...signedIn.staff, means: byToken ? 'token session' : 'session' };
      keepSession(reply, this.config, signedIn);
      void reply.redirect(next, 303);
    } catch (error) {
      if (!(error instanceof SignInFailed || error instanceof SignInDelayed)) throw error;
      const detail = byToken
        ? 'That token is not known. Copy it again, whole, or ask an administrator for another.'
        : error.message;
      void reply
        .status(error instanceof SignInDelayed ? 429 : 401)
        .type('text/html; charset=utf-8')
        .send(renderPage(<SignInPage next={next} error={detail} email={form.email} />));
    }
  }

  @Post('sign-out')
  @StaffMay('read')
  async leave(@Req() { staff }: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (staff?.sessionId !== undefined) await this.sessions.end(staff.sessionId);
    forgetSession(reply, this.config);
    void reply.redirect('/staff', 303);
  }
}

/** A page of ours to go on to, and never another site's. */
export function ownPage(address: string): string {
  return /^\/staff(?:[/?][\w\-./?=&%+:]*)?$/.test(address) ? address : '/staff';
}
