import { Body, Controller, Inject, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { StaffMay } from '../../platform/access/staff.guard.js';
import { Tokens } from '../../platform/access/tokens.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { renderPage } from '../pages/layout.js';
import { SignInPage } from './sign-in-page.js';

const cookieName = 'staff';

/** Lets staff in and out of the console. It never knows what they do there. */
@ApiExcludeController()
@Controller('staff')
export class SignInController {
  constructor(
    private readonly tokens: Tokens,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

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
