import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Header, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CardGiving } from '../channels/card/card-giving.js';
import { Appeals } from '../giving/appeals/appeals.service.js';
import { Matches } from '../giving/pledges/matches.service.js';
import { PledgeMaking } from '../giving/pledges/pledge-making.js';
import { type Pledge, Pledges } from '../giving/pledges/pledges.service.js';
import { NotFound } from '../platform/http/http.problems.js';
import { Clock, londonDate } from '../vocabulary/clock.js';
import { pence } from '../vocabulary/pence.js';
import type { FieldError } from '../vocabulary/problem.js';
import { languageOf } from './language.js';
import { NewPledgePage, newPledgeFields } from './pages/new-pledge-page.js';
import { PledgePage, StopRemindersPage } from './pages/pledge-page.js';
import { amountOf, enteredPledge, fieldOf, keyOf, newPledgeFrom } from './pledge-forms.js';
import { send } from './send.js';

const verbs = {
  pause: 'pause',
  resume: 'resume',
  withdraw: 'withdraw',
  'stop-reminders': 'stopReminders',
} as const;

/** Where donors promise, and look after what they promised. */
@ApiExcludeController()
@Controller()
export class PledgePagesController {
  constructor(
    private readonly appeals: Appeals,
    private readonly making: PledgeMaking,
    private readonly pledges: Pledges,
    private readonly matches: Matches,
    private readonly giving: CardGiving,
    private readonly clock: Clock,
  ) {}

  @Get('appeals/:slug/pledge')
  form(
    @Param('slug') slug: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.showForm(request, reply, slug, {}, []);
  }

  @Post('appeals/:slug/pledge')
  async promise(
    @Param('slug') slug: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { card, closesOn } = (await this.appeals.openFor(slug, 'card')).definition;
    const rules = { limits: card, closesOn, today: londonDate(this.clock.now()) };
    const read = await newPledgeFrom(body, rules, languageOf(request));
    if ('errors' in read) return this.showForm(request, reply, slug, body, read.errors);
    const { payUrl } = await this.making.make(slug, keyOf(body, newPledgeFields), read.request);
    void reply.redirect(payUrl, 303);
  }

  @Get('pledges/:id')
  @Header('Cache-Control', 'no-store')
  async pledge(
    @Param('id') id: string,
    @Query('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.showPledge(request, reply, await this.pledges.of(id, token));
  }

  @Get('pledges/:id/stop-reminders')
  @Header('Cache-Control', 'no-store')
  async askToStop(
    @Param('id') id: string,
    @Query('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const pledge = await this.pledges.of(id, token);
    send(request, reply, <StopRemindersPage id={pledge.id} token={pledge.token} />);
  }

  @Post('pledges/:id/pay')
  async pay(
    @Param('id') id: string,
    @Query('token') token: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const pledge = await this.pledges.of(id, token);
    const { card } = (await this.appeals.get(pledge.appeal)).definition;
    const amount = amountOf(body, card, languageOf(request));
    if ('errors' in amount) return this.showPledge(request, reply, pledge, body, amount.errors);
    const { checkoutUrl } = await this.giving.keepPledge(
      id,
      token,
      keyOf(body, ['amount']),
      amount.amountPence,
      request.ip,
    );
    void reply.redirect(checkoutUrl, 303);
  }

  @Post('pledges/:id/:verb')
  async change(
    @Param('id') id: string,
    @Param('verb') verb: string,
    @Query('token') token: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (!Object.hasOwn(verbs, verb)) throw new NotFound();
    const pledge = await this.pledges[verbs[verb as keyof typeof verbs]](id, token);
    void reply.redirect(this.pledges.payUrl(pledge), 303);
  }

  private async showForm(
    request: FastifyRequest,
    reply: FastifyReply,
    slug: string,
    body: unknown,
    errors: FieldError[],
  ): Promise<void> {
    const { definition } = await this.appeals.openFor(slug, 'card');
    const page = (
      <NewPledgePage
        slug={slug}
        appealTitle={definition.title}
        partnerName={definition.partner.name}
        formToken={randomUUID()}
        entered={enteredPledge(body)}
        errors={errors}
      />
    );
    send(request, reply, page, errors);
  }

  private async showPledge(
    request: FastifyRequest,
    reply: FastifyReply,
    pledge: Pledge,
    body?: unknown,
    errors: FieldError[] = [],
  ): Promise<void> {
    const { title, partner, card } = await this.appeals.version(pledge.appeal, pledge.appealVersion);
    const match = await this.matches.find(pledge.id);
    const remaining = (match?.matchedPence ?? pledge.amountPence) - pledge.keptPence;
    const page = (
      <PledgePage
        {...pledge}
        appealTitle={title}
        partnerName={partner.name}
        proposedPence={pence(Math.min(Math.max(remaining, card?.minPence ?? 0), card?.maxPence ?? remaining))}
        {...(match && { matchedPence: match.matchedPence })}
        formToken={randomUUID()}
        errors={errors}
        {...(errors.length > 0 && { entered: fieldOf(body, 'amount') })}
      />
    );
    send(request, reply, page, errors);
  }
}
