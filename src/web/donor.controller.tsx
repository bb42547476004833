import { createHash } from 'node:crypto';
import { Body, Controller, Get, Header, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CardGiving } from '../channels/card/card-giving.js';
import { CardTesting } from '../channels/card/card-testing.service.js';
import { AppealNotOpen } from '../giving/appeals/appeals.problems.js';
import { Appeals } from '../giving/appeals/appeals.service.js';
import { FormTokens } from '../platform/limits/form-tokens.js';
import { FinalStatements } from '../reports/final-statement.js';
import { Promises } from '../reports/promises.js';
import { Totals } from '../reports/totals.js';
import type { FieldError } from '../vocabulary/problem.js';
import { appealProps } from './appeal-props.js';
import { CHALLENGE, type Challenge } from './challenge.js';
import { type DonateForm, enteredAmount, readForm, requestFrom } from './donate-form.js';
import { languageOf } from './language.js';
import { AppealPage } from './pages/appeal-page.js';
import { AppealsPage } from './pages/appeals-page.js';
import { FinalStatementPage } from './pages/final-statement-page.js';
import { renderPage } from './pages/layout.js';
import { PrivacyPage } from './pages/privacy-page.js';
import { TermsPage } from './pages/terms-page.js';
import { WidgetPage } from './pages/widget-page.js';
import { messages } from './pages/words.js';
import { send } from './send.js';

@ApiExcludeController()
@Controller()
export class DonorController {
  constructor(
    private readonly appeals: Appeals,
    private readonly totals: Totals,
    private readonly promises: Promises,
    private readonly statements: FinalStatements,
    private readonly giving: CardGiving,
    private readonly tokens: FormTokens,
    private readonly testing: CardTesting,
    @Inject(CHALLENGE) private readonly challenge: Challenge | null,
  ) {}

  @Get()
  async home(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const appeals = await this.appeals.all();
    const [only] = appeals;
    if (only && appeals.length === 1) return void reply.redirect(`/appeals/${only.slug}`, 302);
    const items = appeals.map(({ slug, definition }) => ({ slug, title: definition.title }));
    send(request, reply, <AppealsPage appeals={items} />);
  }

  @Get('appeals/:slug')
  async appeal(
    @Param('slug') slug: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.appealPage(request, reply, slug);
  }

  @Get('appeals/:slug/privacy')
  async privacy(
    @Param('slug') slug: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { title, operator, partner, helpline, privacyNotice } = (await this.appeals.get(slug)).definition;
    send(
      request,
      reply,
      <PrivacyPage
        appealTitle={title}
        operatorName={operator.name}
        partnerName={partner.name}
        helpline={helpline.phone}
        text={privacyNotice.text}
        {...(privacyNotice.url !== undefined && { moreUrl: privacyNotice.url })}
      />,
    );
  }

  @Get('appeals/:slug/terms')
  async terms(
    @Param('slug') slug: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const appeal = await this.appeals.get(slug);
    const { remitWithinDays } = appeal.definition;
    send(request, reply, <TermsPage appeal={appealProps(appeal)} remitWithinDays={remitWithinDays} />);
  }

  /** Once the appeal is closed. */
  @Get('appeals/:slug/statement')
  async statement(
    @Param('slug') slug: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    send(request, reply, <FinalStatementPage statement={await this.statements.of(slug)} />);
  }

  /** For the frame in an article, which may stand anywhere: it has nothing to press but a link. */
  @Get('appeals/:slug/widget')
  @Header('Cache-Control', 'public, max-age=60')
  async widget(
    @Param('slug') slug: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { definition } = await this.appeals.get(slug);
    const { raisedPence } = await this.totals.of(slug);
    const language = languageOf(request);
    void reply.header(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *",
    );
    const page = (
      <WidgetPage
        title={definition.title}
        partnerName={definition.partner.name}
        raisedPence={raisedPence}
        appealUrl={`/appeals/${slug}?lang=${language}`}
      />
    );
    void reply.header('Vary', 'Accept-Language, Cookie').type('text/html; charset=utf-8');
    void reply.send(renderPage(page, { language }));
  }

  /** The same form sent twice is the same donation; with anything changed it is asked for again, on a new page. */
  @Post('appeals/:slug/donate')
  async donate(
    @Param('slug') slug: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const form = readForm(body);
    const language = languageOf(request);
    const { faults } = messages[language];
    const again = (errors: FieldError[]): Promise<void> =>
      this.appealPage(request, reply, slug, form, errors);
    const { version, definition } = await this.appeals.get(slug);
    const read = await requestFrom(form, language, definition.card, messages[language]);
    if ('errors' in read) return again(read.errors);
    if (!this.tokens.isOurs(form.formToken)) return again([{ field: '', message: faults.noNumber }]);
    const challenge = await this.challengeNow(slug);
    if (challenge && !challenge.isAnswered(form.formToken, form.challengeAnswer))
      return again([{ field: '', message: faults.challenge }]);
    if (form.version !== String(version)) return again([{ field: '', message: faults.otherWording }]);
    const sent = createHash('sha256').update(JSON.stringify(form)).digest();
    if (!(await this.tokens.spend(form.formToken, sent)))
      return again([{ field: '', message: faults.sentBefore }]);
    try {
      const { checkoutUrl } = await this.giving.give(
        slug,
        `form-${sent.toString('base64url')}`,
        read.request,
        request.ip,
      );
      void reply.redirect(checkoutUrl, 303);
    } catch (error) {
      if (!(error instanceof AppealNotOpen)) throw error;
      return again([{ field: '', message: faults.notOpen }]);
    }
  }

  /** Donors are asked for nothing while all is calm. */
  private async challengeNow(slug: string): Promise<Challenge | null> {
    return (await this.testing.alarm(slug)) === 'calm' ? null : this.challenge;
  }

  private async appealPage(
    request: FastifyRequest,
    reply: FastifyReply,
    slug: string,
    form?: DonateForm,
    errors: FieldError[] = [],
  ): Promise<void> {
    const appeal = await this.appeals.get(slug);
    void reply.header('Cache-Control', 'no-store');
    send(
      request,
      reply,
      <AppealPage
        appeal={appealProps(appeal)}
        total={await this.totals.of(slug)}
        matches={await this.promises.runningMatches(slug)}
        formToken={this.tokens.issue()}
        challenge={(await this.challengeNow(slug)) ?? undefined}
        errors={errors}
        {...(form && { entered: { ...form, amount: enteredAmount(form) } })}
      />,
      errors,
    );
  }
}
