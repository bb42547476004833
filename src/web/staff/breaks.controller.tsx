import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isUUID } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Person, StaffMay } from '../../platform/access/staff.guard.js';
import type { Staff } from '../../platform/access/tokens.js';
import { BreakNotFound } from '../../platform/breaks/breaks.problems.js';
import { BreakSettling } from '../../platform/breaks/break-settling.js';
import { BreakFigures } from '../../reports/break-figures.js';
import { BreakList } from '../../reports/break-list.js';
import { BreaksQuery, SettlementOfBreakDto } from '../../reports/breaks.dto.js';
import { BreaksPage } from './breaks-page.js';
import { checked, type Refusal, refusalOf } from './form.js';
import { Frames, sendFramed } from './frames.js';
import { posted } from './posted.js';

const labels = { action: 'What was done', note: 'Why that settles it' };

/** The queue of what doesn't agree, and how people settle it. */
@ApiExcludeController()
@Controller('staff/breaks')
export class BreaksPageController {
  constructor(
    private readonly frames: Frames,
    private readonly list: BreakList,
    private readonly figures: BreakFigures,
    private readonly settling: BreakSettling,
  ) {}

  @Get()
  @StaffMay('read')
  async open(@Query() query: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const { done } = posted(query, 'done');
    await this.show(request, reply, { done: done === 'settled' ? 'It is settled.' : undefined });
  }

  @Post(':id/settle')
  @StaffMay('prepare')
  async settle(
    @Param('id') id: string,
    @Body() body: unknown,
    @Person() { person }: Staff,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (!isUUID(id)) throw new BreakNotFound();
    const refusal = await refusalOf(async () => {
      const how = await checked(SettlementOfBreakDto, posted(body, 'action', 'note'));
      await this.settling.settle(id, how, person);
    }, labels);
    if (refusal) return this.show(request, reply, { refusal });
    const { appeal } = posted(request.query, 'appeal');
    void reply.redirect(`/staff/breaks?${new URLSearchParams({ appeal, done: 'settled' })}`, 303);
  }

  /** Of every appeal: what belongs to none must not be missed. */
  private async show(
    request: FastifyRequest,
    reply: FastifyReply,
    { refusal, done }: { refusal?: Refusal; done?: string | undefined },
  ): Promise<void> {
    const frame = await this.frames.of(request, 'breaks', '/staff/breaks');
    const { kind, cursor } = posted(request.query, 'kind', 'cursor');
    const { items, nextCursor } = await this.list.page(await checked(BreaksQuery, { kind, cursor }));
    const page = (
      <BreaksPage
        kind={kind}
        kinds={await this.figures.open()}
        breaks={items}
        nextCursor={nextCursor}
        done={done}
        refused={refusal?.words}
      />
    );
    sendFramed(reply, frame, page, refusal?.status);
  }
}
