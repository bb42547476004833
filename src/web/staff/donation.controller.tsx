import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RefundDecisions } from '../../giving/refunds/refund-decisions.js';
import { NewRefundDto, PaidByBankDto } from '../../giving/refunds/refunds.dto.js';
import { RefundNotFound } from '../../giving/refunds/refunds.problems.js';
import { Refunds } from '../../giving/refunds/refunds.service.js';
import { Person, StaffMay } from '../../platform/access/staff.guard.js';
import type { Staff } from '../../platform/access/tokens.js';
import { DonationList } from '../../reports/donation-list.js';
import { Clock } from '../../vocabulary/clock.js';
import { newId } from '../../vocabulary/ids.js';
import { pence } from '../../vocabulary/pence.js';
import { isUUID } from 'class-validator';
import { DonationPage } from './donation-page.js';
import { checked, type Refusal, refusalOf, typedPence } from './form.js';
import { Frames, sendFramed } from './frames.js';
import { posted } from './posted.js';

const labels = {
  amountPence: 'The amount',
  reason: 'The reason',
  bankReference: 'The bank’s reference',
  paidOn: 'The day',
};

const doneWords: Record<string, string> = {
  asked: 'The refund is asked for.',
  approve: 'The refund is approved.',
  cancel: 'The refund is cancelled.',
  'paid-by-bank': 'It is noted that the bank paid it.',
};

/** One gift with its whole history, and the refunds that people ask for, approve and end. */
@ApiExcludeController()
@Controller('staff/donations/:id')
export class DonationHistoryController {
  constructor(
    private readonly frames: Frames,
    private readonly list: DonationList,
    private readonly refunds: Refunds,
    private readonly decisions: RefundDecisions,
    private readonly clock: Clock,
  ) {}

  @Get()
  @StaffMay('read')
  async donation(
    @Param('id') id: string,
    @Query('done') done: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.show(id, request, reply, { done: typeof done === 'string' ? doneWords[done] : undefined });
  }

  @Post('refunds')
  @StaffMay('prepare')
  async ask(
    @Param('id') donationId: string,
    @Body() body: unknown,
    @Person() { person }: Staff,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { id, amount, reason } = posted(body, 'id', 'amount', 'reason');
    const refusal = await refusalOf(async () => {
      const wanted = await checked(NewRefundDto, { amountPence: typedPence(amount), reason });
      await this.decisions.request(
        {
          donationId,
          amountPence: pence(wanted.amountPence),
          reason: wanted.reason,
          ...(isUUID(id) ? { id } : {}),
        },
        person,
      );
    }, labels);
    if (refusal) return this.show(donationId, request, reply, { refusal, entered: { amount, reason } });
    this.goOn(donationId, 'asked', request, reply);
  }

  @Post('refunds/:refund/approve')
  @StaffMay('approve')
  async approve(
    @Param() path: RefundPath,
    @Person() { person }: Staff,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.decide('approve', path, request, reply, (id) => this.decisions.approve(id, person));
  }

  @Post('refunds/:refund/cancel')
  @StaffMay('prepare')
  async cancel(
    @Param() path: RefundPath,
    @Person() { person }: Staff,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.decide('cancel', path, request, reply, (id) => this.decisions.cancel(id, person));
  }

  @Post('refunds/:refund/paid-by-bank')
  @StaffMay('prepare')
  async paidByBank(
    @Param() path: RefundPath,
    @Body() body: unknown,
    @Person() { person }: Staff,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.decide('paid-by-bank', path, request, reply, async (id) => {
      const paid = await checked(PaidByBankDto, posted(body, 'bankReference', 'paidOn'));
      await this.decisions.paidByBank(id, paid, person);
    });
  }

  private async decide(
    verb: string,
    { id: donationId, refund: refundId }: RefundPath,
    request: FastifyRequest,
    reply: FastifyReply,
    decision: (refundId: string) => Promise<unknown>,
  ): Promise<void> {
    const refund = isUUID(refundId) ? await this.refunds.find(refundId) : null;
    if (refund?.donationId !== donationId) throw new RefundNotFound();
    const refusal = await refusalOf(() => decision(refundId), labels);
    if (refusal) return this.show(donationId, request, reply, { refusal });
    this.goOn(donationId, verb, request, reply);
  }

  private goOn(donationId: string, done: string, request: FastifyRequest, reply: FastifyReply): void {
    const { appeal } = posted(request.query, 'appeal');
    void reply.redirect(`/staff/donations/${donationId}?${new URLSearchParams({ appeal, done })}`, 303);
  }

  private async show(
    id: string,
    request: FastifyRequest,
    reply: FastifyReply,
    { refusal, done, entered = { amount: '', reason: '' } }: Shown,
  ): Promise<void> {
    const frame = await this.frames.of(request, 'donations', '/staff/donations');
    const page = (
      <DonationPage
        donation={await this.list.history(id)}
        refunds={await this.refunds.of(id)}
        newRefundId={newId(this.clock.now().getTime())}
        entered={entered}
        done={done}
        refused={refusal?.words}
      />
    );
    sendFramed(reply, frame, page, refusal?.status);
  }
}

interface RefundPath {
  id: string;
  refund: string;
}

interface Shown {
  refusal?: Refusal;
  done?: string | undefined;
  entered?: { amount: string; reason: string };
}
