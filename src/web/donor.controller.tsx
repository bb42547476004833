import { createHash, randomUUID } from 'node:crypto';
import { Body, Controller, Get, Header, Param, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isUUID } from 'class-validator';
import type { FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import { CardGiving } from '../channels/card/card-giving.js';
import { CardPayments } from '../channels/card/card-payments.service.js';
import { AppealNotOpen } from '../giving/appeals/appeals.problems.js';
import { Appeals } from '../giving/appeals/appeals.service.js';
import { ValidationFailed } from '../platform/http/http.problems.js';
import { DonationView } from '../reports/donation-view.js';
import { Totals } from '../reports/totals.js';
import type { FieldError } from '../vocabulary/problem.js';
import { appealProps } from './appeal-props.js';
import { type DonateForm, enteredAmount, readForm, requestFrom } from './donate-form.js';
import { AppealPage } from './pages/appeal-page.js';
import { AppealsPage } from './pages/appeals-page.js';
import { renderPage } from './pages/layout.js';
import { PrivacyPage } from './pages/privacy-page.js';
import { QueuePage } from './pages/queue-page.js';
import { ReceiptPage } from './pages/receipt-page.js';
import { ThanksPage } from './pages/thanks-page.js';

const mostWaitMs = 2_500;
const lookEveryMs = 100;

@ApiExcludeController()
@Controller()
export class DonorController {
  constructor(
    private readonly appeals: Appeals,
    private readonly totals: Totals,
    private readonly giving: CardGiving,
    private readonly payments: CardPayments,
    private readonly views: DonationView,
  ) {}

  @Get()
  async home(@Res() reply: FastifyReply): Promise<void> {
    const appeals = await this.appeals.all();
    const [only] = appeals;
    if (only && appeals.length === 1) return void reply.redirect(`/appeals/${only.slug}`, 302);
    page(
      reply,
      <AppealsPage appeals={appeals.map(({ slug, definition }) => ({ slug, title: definition.title }))} />,
    );
  }

  @Get('appeals/:slug')
  async appeal(@Param('slug') slug: string, @Res() reply: FastifyReply): Promise<void> {
    await this.appealPage(reply, slug);
  }

  @Get('appeals/:slug/privacy')
  async privacy(@Param('slug') slug: string, @Res() reply: FastifyReply): Promise<void> {
    const { definition } = await this.appeals.get(slug);
    const { title, operator, privacyNotice } = definition;
    page(reply, <PrivacyPage appealTitle={title} operatorName={operator.name} text={privacyNotice.text} />);
  }

  /** The same form sent twice is the same donation; with anything changed it is another. */
  @Post('appeals/:slug/donate')
  async donate(
    @Param('slug') slug: string,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const form = readForm(body);
    const read = await requestFrom(form);
    if ('errors' in read) return this.appealPage(reply, slug, form, read.errors);
    if (!isUUID(form.formToken)) {
      const message = 'Please send the form once more: it came without its own number.';
      return this.appealPage(reply, slug, form, [{ field: '', message }]);
    }
    const { version } = await this.appeals.get(slug);
    if (form.version !== String(version)) {
      const message = 'The wording of this appeal has changed. Please read it and give again.';
      return this.appealPage(reply, slug, form, [{ field: '', message }]);
    }
    const key = createHash('sha256').update(JSON.stringify(form)).digest('base64url');
    try {
      const { checkoutUrl } = await this.giving.give(slug, `form-${key}`, read.request);
      void reply.redirect(checkoutUrl, 303);
    } catch (error) {
      if (error instanceof ValidationFailed) {
        const errors = (error.errors ?? []).map(({ message }) => ({
          field: 'otherAmount',
          message: `The amount ${message}.`,
        }));
        return this.appealPage(reply, slug, form, errors);
      }
      if (error instanceof AppealNotOpen)
        return this.appealPage(reply, slug, form, [{ field: '', message: error.message }]);
      throw error;
    }
  }

  /** Takes the donor to Stripe when the session is there, and says truthfully that it isn't until then. */
  @Get('pay/:id')
  @Header('Cache-Control', 'no-store')
  async pay(
    @Param('id') id: string,
    @Query('token') token: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.views.of(id, token);
    await this.payments.renew(id);
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
    page(reply, <QueuePage place={await this.payments.placeInQueue(id)} />);
  }

  @Get('thanks/:id')
  @Header('Cache-Control', 'no-store')
  async thanks(
    @Param('id') id: string,
    @Query('token') token: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const before = await this.views.of(id, token);
    if (before.status === 'pending') await this.payments.refresh(id);
    const { status, amountPence, appeal, channel } = await this.views.of(id, token);
    page(
      reply,
      <ThanksPage
        appealTitle={appeal.title}
        partnerName={appeal.partnerName}
        status={status}
        amountPence={amountPence}
        receiptUrl={`/receipts/${id}?token=${token}`}
        tryAgainUrl={channel === 'card' ? `/pay/${id}?token=${token}` : `/appeals/${appeal.slug}`}
      />,
    );
  }

  @Get('receipts/:id')
  @Header('Cache-Control', 'no-store')
  async receipt(
    @Param('id') id: string,
    @Query('token') token: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { appeal, ...donation } = await this.views.of(id, token);
    page(
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
        whereTheMoneyIs={donation.whereTheMoneyIs}
      />,
    );
  }

  private async appealPage(
    reply: FastifyReply,
    slug: string,
    form?: DonateForm,
    errors: FieldError[] = [],
  ): Promise<void> {
    const appeal = await this.appeals.get(slug);
    const entered = form && {
      amount: enteredAmount(form),
      firstName: form.firstName,
      lastName: form.lastName,
      email: form.email,
    };
    void reply.header('Cache-Control', 'no-store').status(errors.length > 0 ? 400 : 200);
    page(
      reply,
      <AppealPage
        appeal={appealProps(appeal)}
        total={await this.totals.of(slug)}
        formToken={randomUUID()}
        errors={errors}
        {...(entered && { entered })}
      />,
    );
  }
}

function page(reply: FastifyReply, element: VNode): void {
  void reply.type('text/html; charset=utf-8').send(renderPage(element));
}
