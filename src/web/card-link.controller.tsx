import { Controller, Get, Header, Ip, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CardGiving } from '../channels/card/card-giving.js';
import { CardLinks } from '../channels/text/card-links.service.js';
import { Appeals } from '../giving/appeals/appeals.service.js';
import { Pledges } from '../giving/pledges/pledges.service.js';
import { CardLinkPage } from './pages/card-link-page.js';
import { send } from './send.js';

/** The link that a text carries: to pay by card what a phone was not charged. */
@ApiExcludeController()
@Controller('p/:token')
export class CardLinkController {
  constructor(
    private readonly links: CardLinks,
    private readonly appeals: Appeals,
    private readonly giving: CardGiving,
    private readonly pledges: Pledges,
  ) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  async show(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { appeal, amountPence } = await this.links.find(token);
    const { definition } = await this.appeals.openFor(appeal, 'card');
    const { title, partner } = definition;
    const page = <CardLinkPage appealTitle={title} partnerName={partner.name} amountPence={amountPence} />;
    send(request, reply, page);
  }

  /** A link is for one donation: pressed again, it leads to the same one. */
  @Post()
  async give(@Param('token') token: string, @Ip() from: string, @Res() reply: FastifyReply): Promise<void> {
    const { appeal, amountPence, pledgeId } = await this.links.find(token);
    const pledge = pledgeId === null ? null : await this.pledges.find(pledgeId);
    const key = `text-link-${token}`;
    const { checkoutUrl } = await this.giving.give(appeal, key, { amountPence }, from, pledge ?? undefined);
    void reply.redirect(checkoutUrl, 303);
  }
}
