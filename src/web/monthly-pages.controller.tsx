import { Controller, Get, Header, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MonthlyGifts } from '../channels/card/monthly-gifts.service.js';
import { Appeals } from '../giving/appeals/appeals.service.js';
import { DonationNotFound } from '../giving/donations/donations.problems.js';
import { Donations } from '../giving/donations/donations.service.js';
import { MonthlyGiftPage } from './pages/monthly-gift-page.js';
import { send } from './send.js';

/** Where donors look after a monthly gift. */
@ApiExcludeController()
@Controller('monthly/:id')
export class MonthlyPagesController {
  constructor(
    private readonly gifts: MonthlyGifts,
    private readonly donations: Donations,
    private readonly appeals: Appeals,
  ) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  async gift(
    @Param('id') id: string,
    @Query('token') token: string,
    @Query('stopping') stopping: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const gift = await this.gifts.of(id, token);
    const first = await this.donations.find(id);
    if (!first) throw new DonationNotFound();
    const { title, partner } = await this.appeals.version(first.appeal, first.appealVersion);
    const page = (
      <MonthlyGiftPage
        id={id}
        token={gift.token}
        appealTitle={title}
        partnerName={partner.name}
        status={gift.status}
        amountPence={first.amountPence}
        stopping={stopping !== undefined}
      />
    );
    send(request, reply, page);
  }

  @Post('card')
  async card(
    @Param('id') id: string,
    @Query('token') token: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    void reply.redirect(await this.gifts.cardPageUrl(id, token), 303);
  }

  @Post('stop')
  async stop(
    @Param('id') id: string,
    @Query('token') token: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.gifts.stop(id, token);
    void reply.redirect(`/monthly/${id}?token=${token}&stopping`, 303);
  }
}
