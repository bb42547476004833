import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SignInDelayed, SignInFailed } from '../../platform/access/access.problems.js';
import { People } from '../../platform/access/people.js';
import { StaffMay } from '../../platform/access/staff.guard.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { ValidationFailed } from '../../platform/http/http.problems.js';
import { AccountPage, type AccountPageProps } from './account-page.js';
import { Frames, sendFramed } from './frames.js';
import { posted, sentences } from './posted.js';
import { keepSession } from './staff-cookies.js';

/** What people of the staff do with their own password and codes, whatever their role. */
@ApiExcludeController()
@Controller('staff/account')
export class AccountController {
  constructor(
    private readonly frames: Frames,
    private readonly people: People,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @StaffMay('read')
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.send(request, reply, {});
  }

  @Post('password')
  @StaffMay('read')
  async changePassword(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const form = posted(body, 'current', 'wanted');
    await this.attempt(request, reply, 'current', async (personId) => {
      keepSession(reply, this.config, {
        secret: await this.people.changePassword(personId, form, request.ip),
      });
      return { done: 'Your password is changed, and every other session of yours has ended.' };
    });
  }

  @Post('recovery-codes')
  @StaffMay('read')
  async newRecoveryCodes(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { proof } = posted(body, 'proof');
    await this.attempt(request, reply, 'proof', async (personId) => ({
      codes: await this.people.newRecoveryCodes(personId, proof, request.ip),
    }));
  }

  /** Shows what came of it; `proofField` is where a wrong password is told. */
  private async attempt(
    request: FastifyRequest,
    reply: FastifyReply,
    proofField: string,
    work: (personId: string) => Promise<Partial<AccountPageProps>>,
  ): Promise<void> {
    const personId = request.staff?.personId;
    if (personId === undefined) return void reply.redirect('/staff/account', 303);
    try {
      await this.send(request, reply, await work(personId));
    } catch (error) {
      if (error instanceof ValidationFailed)
        return this.send(request, reply, {
          errors: sentences(error.errors ?? [], { wanted: 'The new password' }),
        });
      if (!(error instanceof SignInFailed || error instanceof SignInDelayed)) throw error;
      const message = error instanceof SignInDelayed ? error.message : 'That is not your password.';
      await this.send(request, reply, { errors: [{ field: proofField, message }] });
    }
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    shown: Partial<AccountPageProps>,
  ): Promise<void> {
    const frame = await this.frames.of(request, 'account');
    const props = { byToken: request.staff?.personId === undefined, errors: [], codes: [], ...shown };
    sendFramed(
      reply,
      { ...frame, appeals: [] },
      <AccountPage {...props} />,
      props.errors.length > 0 ? 400 : 200,
    );
  }
}
