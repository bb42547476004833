import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PledgeMaking } from '../../giving/pledges/pledge-making.js';
import { TelephonePledgeDto } from '../../giving/pledges/pledges.dto.js';
import { Pledges } from '../../giving/pledges/pledges.service.js';
import { Person, StaffMay } from '../../platform/access/staff.guard.js';
import type { Staff } from '../../platform/access/tokens.js';
import { checked, type Refusal, refusalOf, typedPence } from './form.js';
import { Frames, sendFramed } from './frames.js';
import { PledgesPage, type PledgesPageProps } from './pledges-page.js';
import { posted } from './posted.js';

const labels = {
  amountPence: 'The amount',
  dueOn: 'The day',
  'donor.firstName': 'The first name',
  'donor.lastName': 'The last name',
  'donor.email': 'The e-mail address',
};

const nothingEntered = { amount: '', dueOn: '', firstName: '', lastName: '', email: '' };

/** Promises that people make by telephone. What they promise is no money. */
@ApiExcludeController()
@Controller('staff/pledges')
export class PledgeDeskController {
  constructor(
    private readonly frames: Frames,
    private readonly pledges: Pledges,
    private readonly making: PledgeMaking,
  ) {}

  @Get()
  @StaffMay('read')
  async page(@Query() query: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const { done } = posted(query, 'done');
    await this.show(request, reply, { done: done === 'taken' ? 'The promise is taken down.' : undefined });
  }

  @Post()
  @StaffMay('prepare')
  async takeDown(
    @Body() body: unknown,
    @Person() { person }: Staff,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { appeal: slug } = posted(request.query, 'appeal');
    const { key } = posted(body, 'key');
    const entered = posted(body, 'amount', 'dueOn', 'firstName', 'lastName', 'email');
    const refusal = await refusalOf(async () => {
      const { amount, dueOn, ...donor } = entered;
      const fields = { appeal: slug, amountPence: typedPence(amount), dueOn, donor };
      const { appeal, ...promise } = await checked(TelephonePledgeDto, fields);
      await this.making.make(appeal, key, promise, person);
    }, labels);
    if (refusal) return this.show(request, reply, { refusal, entered });
    void reply.redirect(`/staff/pledges?${new URLSearchParams({ appeal: slug, done: 'taken' })}`, 303);
  }

  private async show(
    request: FastifyRequest,
    reply: FastifyReply,
    { refusal, done, entered = nothingEntered }: Shown,
  ): Promise<void> {
    const frame = await this.frames.of(request, 'pledges', '/staff/pledges');
    const page = (
      <PledgesPage
        pledges={await this.pledges.newest(frame.appeal)}
        newKey={randomUUID()}
        entered={entered}
        done={done}
        refused={refusal?.words}
      />
    );
    sendFramed(reply, frame, page, refusal?.status);
  }
}

interface Shown {
  refusal?: Refusal;
  done?: string | undefined;
  entered?: PledgesPageProps['entered'];
}
