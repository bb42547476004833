import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Header, Ip, Param, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import { CardGiving } from '../channels/card/card-giving.js';
import { Appeals } from '../giving/appeals/appeals.service.js';
import { Matches } from '../giving/pledges/matches.service.js';
import { PledgeMaking } from '../giving/pledges/pledge-making.js';
import { type Pledge, Pledges } from '../giving/pledges/pledges.service.js';
import { NotFound, ValidationFailed } from '../platform/http/http.problems.js';
import { pence } from '../vocabulary/pence.js';
import type { FieldError } from '../vocabulary/problem.js';
import { renderPage } from './pages/layout.js';
import { NewPledgePage, newPledgeFields } from './pages/new-pledge-page.js';
import { PledgePage, StopRemindersPage } from './pages/pledge-page.js';
import { amountOf, enteredPledge, fieldOf, inFormWords, keyOf, newPledgeFrom } from './pledge-forms.js';

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
  ) {}

  @Get('appeals/:slug/pledge')
  form(@Param('slug') slug: string, @Res() reply: FastifyReply): Promise<void> {
    return this.showForm(reply, slug, {}, []);
  }

  @Post('appeals/:slug/pledge')
  async promise(
    @Param('slug') slug: string,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const read = await newPledgeFrom(body);
    if ('errors' in read) return this.showForm(reply, slug, body, read.errors);
    try {
      const { payUrl } = await this.making.make(slug, keyOf(body, newPledgeFields), read.request);
      void reply.redirect(payUrl, 303);
    } catch (error) {
      await this.showForm(reply, slug, body, errorsOf(error));
    }
  }

  @Get('pledges/:id')
  @Header('Cache-Control', 'no-store')
  async pledge(
    @Param('id') id: string,
    @Query('token') token: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.showPledge(reply, await this.pledges.of(id, token));
  }

  @Get('pledges/:id/stop-reminders')
  @Header('Cache-Control', 'no-store')
  async askToStop(
    @Param('id') id: string,
    @Query('token') token: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const pledge = await this.pledges.of(id, token);
    send(reply, 200, <StopRemindersPage id={pledge.id} token={pledge.token} />);
  }

  @Post('pledges/:id/pay')
  async pay(
    @Param('id') id: string,
    @Query('token') token: string,
    @Body() body: unknown,
    @Ip() from: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const pledge = await this.pledges.of(id, token);
    const amount = amountOf(body);
    if ('errors' in amount) return this.showPledge(reply, pledge, body, amount.errors);
    try {
      const { checkoutUrl } = await this.giving.keepPledge(
        id,
        token,
        keyOf(body, ['amount']),
        amount.amountPence,
        from,
      );
      void reply.redirect(checkoutUrl, 303);
    } catch (error) {
      await this.showPledge(reply, pledge, body, errorsOf(error));
    }
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
    send(reply, errors.length > 0 ? 400 : 200, page);
  }

  private async showPledge(
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
    send(reply, errors.length > 0 ? 400 : 200, page);
  }
}

/** What the donor can put right; anything else is for the error page. */
function errorsOf(error: unknown): FieldError[] {
  if (error instanceof ValidationFailed) return (error.errors ?? []).map(inFormWords);
  throw error;
}

function send(reply: FastifyReply, status: number, page: VNode): void {
  void reply.status(status).type('text/html; charset=utf-8').send(renderPage(page));
}
