import { createHash } from 'node:crypto';
import { Body, Controller, Get, Header, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { plainToInstance } from 'class-transformer';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Appeals } from '../giving/appeals/appeals.service.js';
import { DonationNotFound } from '../giving/donations/donations.problems.js';
import type { Donation } from '../giving/donations/donations.service.js';
import { Donors } from '../giving/donors/donors.service.js';
import { declarationWords } from '../giving/gift-aid/declaration-wordings.js';
import { GiftAidDto } from '../giving/gift-aid/gift-aid.dto.js';
import { GiftAid } from '../giving/gift-aid/gift-aid.service.js';
import { Transactions } from '../platform/database/transactions.js';
import type { FieldError } from '../vocabulary/problem.js';
import { type DonateForm, giftAidIn, readForm } from './donate-form.js';
import { faultOf, faultsIn } from './form-faults.js';
import { languageOf } from './language.js';
import { GiftAidPage, type GiftAidPageProps } from './pages/gift-aid-page.js';
import { messages } from './pages/words.js';
import { send } from './send.js';

const taken = new Set(['confirmed', 'part_charged', 'part_refunded', 'pending', 'held']);

/** Where donors add Gift Aid to a gift afterwards. Its address is the secret: it comes in the text or receipt. */
@ApiExcludeController()
@Controller()
export class GiftAidPageController {
  constructor(
    private readonly giftAid: GiftAid,
    private readonly donors: Donors,
    private readonly appeals: Appeals,
    private readonly transactions: Transactions,
  ) {}

  /** As short as a text can bear. */
  @Get('g/:code')
  short(@Param('code') code: string, @Res() reply: FastifyReply): void {
    void reply.redirect(`/gift-aid/${encodeURIComponent(code)}`, 302);
  }

  @Get('gift-aid/:code')
  @Header('Cache-Control', 'no-store')
  async show(
    @Param('code') code: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.page(request, reply, code, await this.donation(code));
  }

  @Post('gift-aid/:code')
  @Header('Cache-Control', 'no-store')
  async declare(
    @Param('code') code: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const donation = await this.donation(code);
    const form = readForm(body);
    const language = languageOf(request);
    const giftAid = plainToInstance(GiftAidDto, { ...giftAidIn(form), taxpayer: form.taxpayer === 'yes' });
    const { faults } = messages[language];
    const errors = await faultsIn(giftAid, (leaf) => faultOf(leaf, { giftAid }, faults));
    if (errors.length > 0) return this.page(request, reply, code, donation, form, errors);
    if (taken.has(donation.status)) {
      const { partner } = await this.appeals.version(donation.appeal, donation.appealVersion);
      const donor = donation.donorId === null ? undefined : await this.donors.details(donation.donorId);
      const before = await this.giftAid.of([donation.id]);
      await this.transactions.run((tx) =>
        this.giftAid.declare(tx, {
          // The same form sent twice is one declaration; sent again after it was cancelled it is another.
          key: hashOf({ form, cancelled: before.filter(({ cancelledAt }) => cancelledAt !== null).length }),
          donation,
          ...(donor && { donor }),
          partner: partner.name,
          giftAid,
          language,
          madeBy: 'gift_link',
        }),
      );
    }
    void reply.redirect(`/gift-aid/${code}`, 303);
  }

  @Post('gift-aid/:code/cancel')
  async cancel(@Param('code') code: string, @Res() reply: FastifyReply): Promise<void> {
    const { id } = await this.donation(code);
    const declarations = await this.giftAid.of([id]);
    await this.transactions.run(async (tx) => {
      for (const declaration of declarations) await this.giftAid.cancel(tx, declaration.id, 'donor');
    });
    void reply.redirect(`/gift-aid/${code}`, 303);
  }

  private async donation(code: string): Promise<Donation> {
    const donation = await this.giftAid.donationOf(code);
    if (!donation) throw new DonationNotFound();
    return donation;
  }

  private async page(
    request: FastifyRequest,
    reply: FastifyReply,
    code: string,
    donation: Donation,
    form?: DonateForm,
    errors: FieldError[] = [],
  ): Promise<void> {
    const { title, partner } = await this.appeals.version(donation.appeal, donation.appealVersion);
    const declarations = await this.giftAid.of([donation.id]);
    const valid = declarations.find(({ cancelledAt }) => cancelledAt === null);
    const open: GiftAidPageProps['state'] = declarations.length > 0 ? 'cancelled' : 'open';
    const state = valid ? 'declared' : taken.has(donation.status) ? open : 'nothing';
    const page = (
      <GiftAidPage
        appealTitle={title}
        partnerName={partner.name}
        amountPence={donation.amountPence}
        url={`/gift-aid/${code}`}
        state={state}
        {...(valid && { declared: declarationWords(valid.wording, valid.partner) })}
        {...(form && { entered: form })}
        errors={errors}
      />
    );
    send(request, reply, page, errors);
  }
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}
