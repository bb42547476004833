import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { StaffMay } from '../../platform/access/staff.guard.js';
import { DonationList } from '../../reports/donation-list.js';
import { type DonationListDto, DonationsQuery } from '../../reports/staff.dto.js';
import { type DonationSearch, DonationsPage } from './donations-page.js';
import { checked, refusalOf, typedPence } from './form.js';
import { Frames, sendFramed } from './frames.js';
import { posted } from './posted.js';

const labels = { from: 'The first day', to: 'The last day', amountPence: 'The amount' };

/** Gifts to look through and to search. It changes nothing. */
@ApiExcludeController()
@Controller('staff/donations')
export class DonationsController {
  constructor(
    private readonly frames: Frames,
    private readonly list: DonationList,
  ) {}

  @Get()
  @StaffMay('read')
  async donations(
    @Query() query: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const frame = await this.frames.of(request, 'donations');
    const search = posted(query, 'from', 'to', 'status', 'channel', 'amount', 'find');
    const [only, ...others] = search.find === '' ? [] : await this.list.withReference(search.find.trim());
    if (only !== undefined && others.length === 0)
      return void reply.redirect(`/staff/donations/${only}?appeal=${frame.appeal ?? ''}`, 303);
    let found: DonationListDto = { items: [], nextCursor: null };
    const refusal =
      search.find !== '' && only === undefined
        ? { words: 'No donation has this number.', status: 404 }
        : await refusalOf(async () => {
            found = await this.find(search, posted(query, 'cursor').cursor, frame.appeal);
          }, labels);
    sendFramed(
      reply,
      frame,
      <DonationsPage
        search={search}
        donations={found.items}
        nextCursor={found.nextCursor}
        refused={refusal?.words}
      />,
      refusal?.status,
    );
  }

  private async find(
    search: DonationSearch,
    cursor: string,
    appeal: string | undefined,
  ): Promise<DonationListDto> {
    const { from, to, status, channel, amount } = search;
    const amountPence = typedPence(amount);
    const query = { appeal, from, to, status, channel, amountPence, cursor };
    return this.list.page(await checked(DonationsQuery, query));
  }
}
