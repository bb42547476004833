import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Invitations } from '../../platform/access/invitations.js';
import { People } from '../../platform/access/people.js';
import { type Role, roles } from '../../platform/access/permissions.js';
import { Person, StaffMay } from '../../platform/access/staff.guard.js';
import { type Staff, Tokens } from '../../platform/access/tokens.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { ValidationFailed } from '../../platform/http/http.problems.js';
import { Problem } from '../../vocabulary/problem.js';
import { Frames, sendFramed } from './frames.js';
import { PeoplePage, type PeoplePageProps } from './people-page.js';
import { posted, sentences } from './posted.js';

const doneWords: Record<string, string> = {
  invited: 'They are invited: the link is on its way by mail.',
  role: 'Their role is changed. What they were signed in with has ended.',
  deactivated: 'They are out: sessions, tokens and invitations have ended.',
  revoked: 'The token is revoked.',
};

/** Who may sign in: for administrators. */
@ApiExcludeController()
@Controller('staff/people')
export class PeoplePagesController {
  constructor(
    private readonly frames: Frames,
    private readonly people: People,
    private readonly invitations: Invitations,
    private readonly tokens: Tokens,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @StaffMay('administer')
  async show(
    @Query('done') done: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.send(request, reply, { done: doneWords[done ?? ''] });
  }

  @Post('invitations')
  @StaffMay('administer')
  async invite(
    @Body() body: unknown,
    @Person() { person }: Staff,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { email, name, role } = posted(body, 'email', 'name', 'role');
    try {
      const named = name === '' ? {} : { name };
      const invitation = await this.invitations.invite({ email, role: roleIn(role), ...named }, person);
      if (this.config.smtpUrl !== undefined) return void reply.redirect('/staff/people?done=invited', 303);
      await this.send(request, reply, { link: this.invitations.linkOf(invitation) });
    } catch (error) {
      if (!(error instanceof ValidationFailed)) throw error;
      const errors = sentences(error.errors ?? [], {
        email: 'The address',
        name: 'The name',
        role: 'The role',
      });
      await this.send(request, reply, { entered: { email, name }, errors }, 400);
    }
  }

  @Post(':id/role')
  @StaffMay('administer')
  async changeRole(
    @Param('id') id: string,
    @Body() body: unknown,
    @Person() { person }: Staff,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.attempt(request, reply, 'role', () =>
      this.people.changeRole(id, roleIn(posted(body, 'role').role), person),
    );
  }

  @Post(':id/deactivate')
  @StaffMay('administer')
  async deactivate(
    @Param('id') id: string,
    @Person() { person }: Staff,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.attempt(request, reply, 'deactivated', () => this.people.deactivate(id, person));
  }

  @Post('tokens/:id/revoke')
  @StaffMay('administer')
  async revoke(
    @Param('id') id: string,
    @Person() { person }: Staff,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.attempt(request, reply, 'revoked', () => this.tokens.revoke(id, person));
  }

  private async attempt(
    request: FastifyRequest,
    reply: FastifyReply,
    done: string,
    work: () => Promise<unknown>,
  ): Promise<void> {
    try {
      await work();
      void reply.redirect(`/staff/people?done=${done}`, 303);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      await this.send(request, reply, { refused: `${error.title}. ${error.message}` }, 409);
    }
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    shown: Partial<PeoplePageProps>,
    status = 200,
  ): Promise<void> {
    const frame = await this.frames.of(request, 'people', '/staff/people');
    const page = (
      <PeoplePage
        people={await this.people.list()}
        invitations={await this.invitations.open()}
        tokens={await this.tokens.list()}
        entered={{ email: '', name: '' }}
        errors={[]}
        {...shown}
      />
    );
    sendFramed(reply, { ...frame, appeals: [] }, page, status);
  }
}

function roleIn(text: string): Role {
  const role = roles.find((each) => each === text);
  if (!role) throw new ValidationFailed([{ field: 'role', message: `must be one of ${roles.join(', ')}` }]);
  return role;
}
