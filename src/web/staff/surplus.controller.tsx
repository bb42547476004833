import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppealNotFound } from '../../giving/appeals/appeals.problems.js';
import { Person, StaffMay } from '../../platform/access/staff.guard.js';
import type { Staff } from '../../platform/access/tokens.js';
import { Closing } from '../../treasury/closing/closing.service.js';
import { FundStatements } from '../../treasury/surplus/fund-statement.js';
import { NewSurplusNoticeDto } from '../../treasury/surplus/surplus.dto.js';
import { SurplusNotices } from '../../treasury/surplus/surplus-notices.service.js';
import { checked, type Refusal, refusalOf, typedPence } from './form.js';
import { Frames, sendFramed } from './frames.js';
import { posted } from './posted.js';
import { SurplusPage, type SurplusPageProps } from './surplus-page.js';

const labels = {
  noticeDate: 'The date',
  amountPence: 'The amount',
  heldPence: 'What is re-designated',
  passedOnPence: 'What is re-designated of what was passed on',
  newDonationsPurpose: 'What gifts are for',
};

const doneWords: Record<string, string> = {
  prepare: 'The notice waits for another person.',
  approve: 'The notice is approved: donors read the new wording from now on.',
  cancel: 'The notice is cancelled.',
  stop: 'The appeal is stopped: it takes no more donations.',
  close: 'The appeal is closed.',
};

const nothingEntered = { noticeDate: '', held: '', passedOn: '', newDonationsPurpose: '' };

/** What becomes of money that the purpose can't use, and how an appeal ends, by pages. */
@ApiExcludeController()
@Controller('staff/surplus')
export class SurplusPagesController {
  constructor(
    private readonly frames: Frames,
    private readonly statements: FundStatements,
    private readonly notices: SurplusNotices,
    private readonly closing: Closing,
  ) {}

  @Get()
  @StaffMay('read')
  async page(@Query() query: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    await this.show(request, reply, { done: doneWords[posted(query, 'done').done] });
  }

  @Post('notices')
  @StaffMay('prepare')
  async prepare(
    @Body() body: unknown,
    @Person() { person }: Staff,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const entered = posted(body, 'noticeDate', 'held', 'passedOn', 'newDonationsPurpose');
    const prepare = async (appeal: string): Promise<void> => {
      const { held, passedOn, ...fields } = entered;
      const [heldPence, passedOnPence] = [typedPence(held), typedPence(passedOn)];
      const notice = await checked(NewSurplusNoticeDto, { ...fields, heldPence, passedOnPence });
      await this.notices.prepare(appeal, notice, person);
    };
    await this.act('prepare', request, reply, prepare, entered);
  }

  @Post('notices/:id/approve')
  @StaffMay('approve')
  async approve(
    @Param('id') id: string,
    @Person() { person }: Staff,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.act('approve', request, reply, (appeal) => this.notices.approve(appeal, id, person));
  }

  @Post('notices/:id/cancel')
  @StaffMay('prepare')
  async cancel(
    @Param('id') id: string,
    @Person() { person }: Staff,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.act('cancel', request, reply, (appeal) => this.notices.cancel(appeal, id, person));
  }

  @Post('stop')
  @StaffMay('prepare')
  async stop(
    @Person() { person }: Staff,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.act('stop', request, reply, (appeal) => this.closing.stop(appeal, person));
  }

  @Post('close')
  @StaffMay('prepare')
  async close(
    @Person() { person }: Staff,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.act('close', request, reply, (appeal) => this.closing.close(appeal, person));
  }

  /** Of the appeal that the form names, and no other: what ends an appeal is never a guess. */
  private async act(
    verb: string,
    request: FastifyRequest,
    reply: FastifyReply,
    step: (appeal: string) => Promise<unknown>,
    entered?: SurplusPageProps['entered'],
  ): Promise<void> {
    const { appeal } = posted(request.query, 'appeal');
    const refusal = await refusalOf(() => step(appeal), labels);
    if (refusal) return this.show(request, reply, { refusal, entered });
    void reply.redirect(`/staff/surplus?${new URLSearchParams({ appeal, done: verb })}`, 303);
  }

  private async show(
    request: FastifyRequest,
    reply: FastifyReply,
    { refusal, done, entered = nothingEntered }: Shown,
  ): Promise<void> {
    const frame = await this.frames.of(request, 'surplus', '/staff/surplus');
    if (frame.appeal === undefined) throw new AppealNotFound();
    const page = (
      <SurplusPage
        statement={await this.statements.of(frame.appeal)}
        notices={await this.notices.of(frame.appeal)}
        closing={await this.closing.of(frame.appeal)}
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
  entered?: SurplusPageProps['entered'] | undefined;
}
