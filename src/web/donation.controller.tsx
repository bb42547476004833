import { Controller, Get, Header, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CardPayments } from '../channels/card/card-payments.service.js';
import { MonthlyGifts } from '../channels/card/monthly-gifts.service.js';
import { GiftAid } from '../giving/gift-aid/gift-aid.service.js';
import { DonationView } from '../reports/donation-view.js';
import { QueuePage } from './pages/queue-page.js';
import { ReceiptPage } from './pages/receipt-page.js';
import { ThanksPage } from './pages/thanks-page.js';
import { send } from './send.js';

const mostWaitMs = 2_500;
const lookEveryMs = 100;

/** The pages of one donation, for whoever has its token. */
@ApiExcludeController()
@Controller()
export class DonationController {
  constructor(
    private readonly payments: CardPayments,
    private readonly views: DonationView,
    private readonly giftAid: GiftAid,
    private readonly monthly: MonthlyGifts,
  ) {}

  /** Takes the donor to Stripe when the session is there, and says truthfully that it isn't until then. */
  @Get('pay/:id')
  @Header('Cache-Control', 'no-store')
  async pay(
    @Param('id') id: string,
    @Query('token') token: string,
    @Query('again') again: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.views.of(id, token);
    await this.payments.renew(id, request.ip, again !== undefined);
    if (again !== undefined) return void reply.redirect(`/pay/${id}?token=${token}`, 303);
    const donation = await this.views.of(id, token);
    if (donation.status !== 'pending' || donation.paid)
      return void reply.redirect(`/thanks/${id}?token=${token}`, 303);
    for (
      const until = Date.now() + mostWaitMs;
      ;
      await new Promise((wake) => setTimeout(wake, lookEveryMs))
    ) {
      const url = await this.payments.pageUrl(id);
      if (url) return void reply.redirect(url, 303);
      if (Date.now() >= until) break;
    }
    send(request, reply, <QueuePage place={await this.payments.placeInQueue(id)} />);
  }

  @Get('thanks/:id')
  @Header('Cache-Control', 'no-store')
  async thanks(
    @Param('id') id: string,
    @Query('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const before = await this.views.of(id, token);
    if (before.status === 'pending') await this.payments.refresh(id);
    const { status, amountPence, appeal, channel } = await this.views.of(id, token);
    send(
      request,
      reply,
      <ThanksPage
        appealTitle={appeal.title}
        partnerName={appeal.partnerName}
        status={status}
        amountPence={amountPence}
        receiptUrl={`/receipts/${id}?token=${token}`}
        tryAgainUrl={channel === 'card' ? `/pay/${id}?token=${token}&again=1` : `/appeals/${appeal.slug}`}
        monthlyUrl={await this.monthlyUrl(id)}
        {...(!(await this.giftAid.isAdded(id)) && { giftAidUrl: this.giftAid.shortPath(id) })}
      />,
    );
  }

  @Get('receipts/:id')
  @Header('Cache-Control', 'no-store')
  async receipt(
    @Param('id') id: string,
    @Query('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { appeal, ...donation } = await this.views.of(id, token);
    send(
      request,
      reply,
      <ReceiptPage
        appealTitle={appeal.title}
        partnerName={appeal.partnerName}
        charityNumbers={appeal.charityNumbers}
        donationId={donation.id}
        status={donation.status}
        amountPence={donation.amountPence}
        givenAt={donation.givenAt}
        channel={donation.channel}
        place={donation.place}
        monthlyUrl={await this.monthlyUrl(id)}
        giftAid={await this.giftAid.isAdded(id)}
        giftAidUrl={this.giftAid.shortPath(id)}
      />,
    );
  }

  /** Where the donor looks after the monthly gift that this is a month of. */
  private async monthlyUrl(donationId: string): Promise<string | undefined> {
    const gift = await this.monthly.ofDonation(donationId);
    return gift ? this.monthly.manageUrl(gift) : undefined;
  }
}
