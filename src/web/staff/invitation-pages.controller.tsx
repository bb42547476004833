import { Body, Controller, Get, Header, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NameTaken } from '../../platform/access/access.problems.js';
import { Invitations } from '../../platform/access/invitations.js';
import { Joining } from '../../platform/access/joining.js';
import { needsSecondFactor } from '../../platform/access/permissions.js';
import { SecondFactors } from '../../platform/access/second-factors.js';
import { refuseOtherSites } from '../../platform/access/staff.guard.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { ValidationFailed } from '../../platform/http/http.problems.js';
import type { FieldError } from '../../vocabulary/problem.js';
import { send } from '../send.js';
import { InvitationPage, JoinedPage } from './invitation-page.js';
import { posted, sentences } from './posted.js';
import { keepSession } from './staff-cookies.js';

const labels = { name: 'Your name', password: 'The password', code: 'The code' };

/** Where an invitation's link leads. The link is the secret, so nothing of it is kept or logged. */
@ApiExcludeController()
@Controller('staff/invitations/:code')
export class InvitationPagesController {
  constructor(
    private readonly invitations: Invitations,
    private readonly joining: Joining,
    private readonly factors: SecondFactors,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  async show(
    @Param('code') code: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.form(code, request, reply, '', []);
  }

  @Post()
  @Header('Cache-Control', 'no-store')
  async accept(
    @Param('code') code: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    refuseOtherSites(request, this.config);
    const form = posted(body, 'name', 'password', 'code');
    try {
      const { recoveryCodes, ...signedIn } = await this.joining.accept(code, form);
      request.staff = { ...signedIn.staff, means: 'session' };
      keepSession(reply, this.config, signedIn);
      send(request, reply, <JoinedPage name={signedIn.staff.person} codes={recoveryCodes} />);
    } catch (error) {
      if (!(error instanceof ValidationFailed || error instanceof NameTaken)) throw error;
      const errors = error.errors
        ? sentences(error.errors, labels)
        : [{ field: 'name', message: `${error.title}. ${error.message}` }];
      await this.form(code, request, reply, form.name, errors);
    }
  }

  private async form(
    code: string,
    request: FastifyRequest,
    reply: FastifyReply,
    entered: string,
    errors: FieldError[],
  ): Promise<void> {
    const { role, email, name, totpSecret } = await this.invitations.find(code);
    const authenticator = this.factors.enrolment(totpSecret, email);
    const codeRequired = needsSecondFactor(role);
    const page = <InvitationPage {...{ role, email, name, entered, authenticator, codeRequired, errors }} />;
    send(request, reply, page, errors);
  }
}
