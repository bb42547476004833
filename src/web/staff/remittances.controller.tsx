import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Person, StaffMay } from '../../platform/access/staff.guard.js';
import type { Staff } from '../../platform/access/tokens.js';
import { Clock, londonDate } from '../../vocabulary/clock.js';
import { pence } from '../../vocabulary/pence.js';
import { MaySendNow } from '../../treasury/remittances/may-send-now.service.js';
import { RemittanceDecisions } from '../../treasury/remittances/remittance-decisions.js';
import {
  CarriedDonationsQuery,
  NewRemittanceDto,
  RemittanceApprovalDto,
  type RemittanceDto,
  RemittanceReturnedDto,
  RemittanceSentDto,
} from '../../treasury/remittances/remittances.dto.js';
import { Remittances } from '../../treasury/remittances/remittances.service.js';
import { Sending } from '../../treasury/remittances/sending.js';
import { checked, type Refusal, refusalOf, typedPence } from './form.js';
import { Frames, sendFramed } from './frames.js';
import { posted } from './posted.js';
import { RemittancePage } from './remittance-page.js';
import { RemittancesPage, type RemittancesPageProps } from './remittances-page.js';

const labels = {
  amountPence: 'The amount',
  lateReason: 'The reason',
  bankReference: 'The bank’s reference',
  sentOn: 'The day on which it left',
  returnedOn: 'The day on which it came back',
};

const doneWords: Record<string, string> = {
  draft: 'The draft waits for another person.',
  approve: 'It is approved: download the payment file, and give it to the bank.',
  sent: 'It is noted as sent.',
  acknowledged: 'It is noted that the charity has it.',
  returned: 'It is noted that it came back: a later remittance can carry it.',
  cancel: 'It is cancelled.',
};

const nothingEntered = { purpose: '', amount: '', lateReason: '' };

/** How money is passed on, by pages: each form is one verb of the services that the API calls too. */
@ApiExcludeController()
@Controller('staff/remittances')
export class RemittancePagesController {
  constructor(
    private readonly frames: Frames,
    private readonly maySendNow: MaySendNow,
    private readonly remittances: Remittances,
    private readonly decisions: RemittanceDecisions,
    private readonly sending: Sending,
    private readonly clock: Clock,
  ) {}

  @Get()
  @StaffMay('read')
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.showList(request, reply, nothingEntered);
  }

  @Post()
  @StaffMay('prepare')
  async draft(
    @Body() body: unknown,
    @Person() { person }: Staff,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { appeal } = await this.frames.of(request, 'remittances');
    const entered = posted(body, 'purpose', 'amount', 'lateReason');
    let draft: RemittanceDto | undefined;
    const refusal = await refusalOf(async () => {
      const { purpose, lateReason, amount } = entered;
      const fields = { appeal, purpose, lateReason, amountPence: typedPence(amount) };
      const { amountPence, ...wanted } = await checked(NewRemittanceDto, fields);
      draft = await this.decisions.draft(
        { ...wanted, amountPence: amountPence === undefined ? undefined : pence(amountPence) },
        person,
      );
    }, labels);
    if (refusal || !draft) return this.showList(request, reply, entered, refusal);
    goOn(draft.id, 'draft', request, reply);
  }

  @Get(':id')
  @StaffMay('read')
  async round(
    @Param('id') id: string,
    @Query() query: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.showRound(id, request, reply, { done: doneWords[posted(query, 'done').done] });
  }

  @Post(':id/approve')
  @StaffMay('approve')
  async approve(
    @Param('id') id: string,
    @Body() body: unknown,
    @Person() { person }: Staff,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.decide('approve', id, request, reply, async () => {
      const { lateReason } = await checked(RemittanceApprovalDto, posted(body, 'lateReason'));
      await this.decisions.approve(id, person, lateReason);
    });
  }

  @Post(':id/sent')
  @StaffMay('prepare')
  async sent(
    @Param('id') id: string,
    @Body() body: unknown,
    @Person() { person }: Staff,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.decide('sent', id, request, reply, async () => {
      const fields = posted(body, 'bankReference', 'sentOn');
      const { bankReference, sentOn } = await checked(RemittanceSentDto, fields);
      await this.sending.sent(id, bankReference, sentOn, person);
    });
  }

  @Post(':id/acknowledged')
  @StaffMay('prepare')
  async acknowledged(
    @Param('id') id: string,
    @Person() { person }: Staff,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.decide('acknowledged', id, request, reply, () => this.sending.acknowledged(id, person));
  }

  @Post(':id/returned')
  @StaffMay('prepare')
  async returned(
    @Param('id') id: string,
    @Body() body: unknown,
    @Person() { person }: Staff,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.decide('returned', id, request, reply, async () => {
      const fields = posted(body, 'bankReference', 'returnedOn', 'payee');
      await this.sending.returned(id, await checked(RemittanceReturnedDto, fields), person);
    });
  }

  @Post(':id/cancel')
  @StaffMay('prepare')
  async cancel(
    @Param('id') id: string,
    @Person() { person }: Staff,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.decide('cancel', id, request, reply, () => this.decisions.cancel(id, person));
  }

  private async decide(
    verb: string,
    id: string,
    request: FastifyRequest,
    reply: FastifyReply,
    step: () => Promise<unknown>,
  ): Promise<void> {
    const refusal = await refusalOf(step, labels);
    if (refusal) return this.showRound(id, request, reply, { refusal });
    goOn(id, verb, request, reply);
  }

  private async showList(
    request: FastifyRequest,
    reply: FastifyReply,
    entered: RemittancesPageProps['entered'],
    refusal?: Refusal,
  ): Promise<void> {
    const frame = await this.frames.of(request, 'remittances');
    const page = (
      <RemittancesPage
        maySend={frame.appeal === undefined ? undefined : await this.maySendNow.of(frame.appeal)}
        rounds={await this.remittances.list(frame.appeal)}
        entered={entered}
        refused={refusal?.words}
      />
    );
    sendFramed(reply, frame, page, refusal?.status);
  }

  private async showRound(
    id: string,
    request: FastifyRequest,
    reply: FastifyReply,
    { refusal, done }: { refusal?: Refusal; done?: string | undefined },
  ): Promise<void> {
    const frame = await this.frames.of(request, 'remittances', '/staff/remittances');
    const round = await this.remittances.get(id);
    const { cursor } = await checked(CarriedDonationsQuery, posted(request.query, 'cursor'));
    const { items, nextCursor } = await this.remittances.donations(id, cursor);
    const page = (
      <RemittancePage
        round={round}
        carried={items}
        nextCursor={nextCursor}
        needsReason={round.state === 'draft' && round.lateReason === null && (await this.isLate(round))}
        done={done}
        refused={refusal?.words}
      />
    );
    sendFramed(reply, frame, page, refusal?.status);
  }

  private async isLate({ appeal, purpose }: RemittanceDto): Promise<boolean> {
    const { purposes } = await this.maySendNow.of(appeal);
    const oldest = purposes.find((of) => of.purpose === purpose)?.due[0];
    return oldest !== undefined && oldest.dueOn < londonDate(this.clock.now());
  }
}

function goOn(id: string, done: string, request: FastifyRequest, reply: FastifyReply): void {
  const { appeal } = posted(request.query, 'appeal');
  void reply.redirect(`/staff/remittances/${id}?${new URLSearchParams({ appeal, done })}`, 303);
}
