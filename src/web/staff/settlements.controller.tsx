import { Readable } from 'node:stream';
import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isUUID } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { layoutOf, StatementQuery } from '../../channels/text/statements/statements.dto.js';
import { Statements } from '../../channels/text/statements/statements.js';
import { Person, StaffMay } from '../../platform/access/staff.guard.js';
import type { Staff } from '../../platform/access/tokens.js';
import { BankLines } from '../../treasury/settlements/bank-lines.js';
import { BankStatements } from '../../treasury/settlements/bank-statements.js';
import { Explanations } from '../../treasury/settlements/explanations.js';
import { lineMeanings } from '../../treasury/settlements/line-meanings.js';
import { OpenLines } from '../../treasury/settlements/open-lines.js';
import { BankLinesQuery, ExplainDto, saidBy } from '../../treasury/settlements/settlements.dto.js';
import {
  BankLineNotFound,
  ExplanationNotFound,
  MatchNotFound,
} from '../../treasury/settlements/settlements.problems.js';
import { pence } from '../../vocabulary/pence.js';
import { checked, type Refusal, refusalOf, typedPence } from './form.js';
import { Frames, sendFramed } from './frames.js';
import { posted } from './posted.js';
import { SettlementsPage } from './settlements-page.js';

const labels = {
  as: 'What it is',
  purpose: 'The purpose',
  partner: 'The partner',
  pledgeId: 'The pledge',
  amountPence: 'What the gateway keeps',
};

const doneWords: Record<string, string> = {
  statement: 'The statement is matched: what differs is among the breaks.',
  done: 'It is done.',
};

/** What the bank and the gateways show, by pages. */
@ApiExcludeController()
@Controller('staff/settlements')
export class SettlementPagesController {
  constructor(
    private readonly frames: Frames,
    private readonly bankLines: BankLines,
    private readonly bankStatements: BankStatements,
    private readonly openLines: OpenLines,
    private readonly explanations: Explanations,
    private readonly gatewayStatements: Statements,
  ) {}

  @Get()
  @StaffMay('read')
  async page(@Query() query: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const { taken, matched, waiting, done } = posted(query, 'taken', 'matched', 'waiting', 'done');
    const counted = [taken, matched, waiting].every((figure) => /^\d{1,9}$/.test(figure));
    const words = counted
      ? `New lines: ${taken}; matched: ${matched}; waiting for a person: ${waiting}.`
      : doneWords[done];
    await this.show(request, reply, { done: words });
  }

  @Post('bank-lines')
  @StaffMay('prepare')
  async takeLines(
    @Body() body: unknown,
    @Person() { person }: Staff,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { csv, account } = posted(body, 'csv', 'account');
    const { appeal } = posted(request.query, 'appeal');
    let taken = {};
    const take = async (): Promise<void> => {
      const query = await checked(BankLinesQuery, { account, appeal });
      const from = { bankAccount: query.account ?? 'bank', appeal: query.appeal, person };
      taken = await this.bankStatements.takeCsv(Readable.from([Buffer.from(csv)]), from);
    };
    await this.act(request, reply, take, () => ({ ...taken }));
  }

  @Post('gateway-statements')
  @StaffMay('prepare')
  async takeStatement(
    @Body() body: unknown,
    @Person() { person }: Staff,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { csv, gateway, fee } = posted(body, 'csv', 'gateway', 'fee');
    const take = async (): Promise<void> => {
      const query = await checked(StatementQuery, { gateway });
      await this.gatewayStatements.take(Readable.from([Buffer.from(csv)]), {
        gateway: query.gateway ?? 'fonix',
        shortcode: undefined,
        month: undefined,
        feePence: typedPence(fee) ?? pence(0),
        layout: layoutOf(query),
        person,
      });
    };
    await this.act(request, reply, take, () => ({ done: 'statement' }));
  }

  @Post('matches/:id/confirm')
  @StaffMay('prepare')
  async confirmMatch(
    @Param('id') id: string,
    @Person() { person }: Staff,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (!isUUID(id)) throw new MatchNotFound();
    await this.act(request, reply, () => this.bankLines.confirm(id, person));
  }

  @Post('bank-lines/:id/explain')
  @StaffMay('prepare')
  async explain(
    @Param('id') id: string,
    @Body() body: unknown,
    @Person() { person }: Staff,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (!isUUID(id)) throw new BankLineNotFound();
    const { appeal } = posted(request.query, 'appeal');
    await this.act(request, reply, async () => {
      const fields = { appeal, ...posted(body, 'as', 'purpose', 'partner', 'pledgeId') };
      await this.explanations.explain(id, saidBy(await checked(ExplainDto, fields)), person);
    });
  }

  @Post('explanations/:id/confirm')
  @StaffMay('approve')
  async confirmExplanation(
    @Param('id') id: string,
    @Person() { person }: Staff,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (!isUUID(id)) throw new ExplanationNotFound();
    await this.act(request, reply, () => this.explanations.confirm(id, person));
  }

  @Post('explanations/:id/withdraw')
  @StaffMay('prepare')
  async withdraw(
    @Param('id') id: string,
    @Person() { person }: Staff,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (!isUUID(id)) throw new ExplanationNotFound();
    await this.act(request, reply, () => this.explanations.withdraw(id, person));
  }

  private async act(
    request: FastifyRequest,
    reply: FastifyReply,
    step: () => Promise<unknown>,
    outcome: () => Record<string, string | number> = () => ({ done: 'done' }),
  ): Promise<void> {
    const refusal = await refusalOf(step, labels);
    if (refusal) return this.show(request, reply, { refusal });
    const { appeal } = posted(request.query, 'appeal');
    const parameters = Object.entries({ appeal, ...outcome() }).map(([name, value]) => [name, String(value)]);
    void reply.redirect(`/staff/settlements?${new URLSearchParams(parameters)}`, 303);
  }

  private async show(
    request: FastifyRequest,
    reply: FastifyReply,
    { refusal, done }: { refusal?: Refusal; done?: string | undefined },
  ): Promise<void> {
    const frame = await this.frames.of(request, 'settlements', '/staff/settlements');
    const accounts = (await this.bankStatements.all()).map(({ account }) => account);
    const page = (
      <SettlementsPage
        waiting={await this.openLines.waiting()}
        accounts={[...new Set(['bank', ...accounts])]}
        gateways={['fonix']}
        meanings={Object.keys(lineMeanings)}
        done={done}
        refused={refusal?.words}
      />
    );
    sendFramed(reply, frame, page, refusal?.status);
  }
}
