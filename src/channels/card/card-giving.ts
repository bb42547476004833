import { Inject, Injectable } from '@nestjs/common';
import { Appeals } from '../../giving/appeals/appeals.service.js';
import { DonationNotFound } from '../../giving/donations/donations.problems.js';
import { type Donation, Donations } from '../../giving/donations/donations.service.js';
import { takesPayments } from '../../giving/pledges/pledge-states.js';
import { PledgeNotOpen } from '../../giving/pledges/pledges.problems.js';
import { type Pledge, Pledges } from '../../giving/pledges/pledges.service.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { Transactions } from '../../platform/database/transactions.js';
import { ValidationFailed } from '../../platform/http/http.problems.js';
import { idempotencyKeyOf, IdempotencyKeyReused } from '../../platform/http/idempotency.problems.js';
import { Outbox } from '../../platform/messaging/outbox.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { canonicalJson } from '../../vocabulary/canonical-json.js';
import { Clock } from '../../vocabulary/clock.js';
import { derivedId } from '../../vocabulary/ids.js';
import { formatPounds, pence } from '../../vocabulary/pence.js';
import { BesideTheGift, donorIn } from './beside-the-gift.js';
import { sessionCallId, type SessionWanted } from './card-payments.service.js';
import { CardTesting } from './card-testing.service.js';
import type { NewDonationDto, StartedDonationDto } from './card.dto.js';
import { MonthlyGifts } from './monthly-gifts.service.js';
import { Payment } from './payment.entity.js';

/** Starts a card donation: our row first, durable, and a promise to ask Stripe for its payment page. */
@Injectable()
export class CardGiving {
  constructor(
    private readonly appeals: Appeals,
    private readonly donations: Donations,
    private readonly besideTheGift: BesideTheGift,
    private readonly pledges: Pledges,
    private readonly monthly: MonthlyGifts,
    private readonly testing: CardTesting,
    private readonly outbox: Outbox,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * The same key with the same request gives the same donation; with another request it throws
   * IdempotencyKeyReused. Throws AppealNotFound, AppealNotOpen, ValidationFailed for an amount out of limits, or
   * TooManyAttempts. `from` is the address that asks. With a pledge the donation is begun to keep it.
   */
  async give(
    slug: string,
    idempotencyKey: string | undefined,
    request: NewDonationDto,
    from: string,
    pledge?: Pledge,
  ): Promise<StartedDonationDto> {
    const id = derivedId('card', idempotencyKeyOf(idempotencyKey));
    // Keyed, because who gave must not be guessed from it, nor outlive the donor's erasure.
    const requestHash = this.secrets
      .matchable(canonicalJson({ interval: 'once', ...request, slug, pledgeId: pledge?.id }))
      .toString('hex');
    const known = await this.donations.find(id);
    if (known) return this.answer(known, requestHash);
    await this.start(slug, id, requestHash, request, from, pledge);
    const started = await this.donations.find(id);
    if (!started) throw new DonationNotFound();
    return this.answer(started, requestHash);
  }

  private async start(
    slug: string,
    id: string,
    requestHash: string,
    request: NewDonationDto,
    from: string,
    pledge: Pledge | undefined,
  ): Promise<void> {
    if (pledge && !takesPayments(pledge.status)) throw new PledgeNotOpen(pledge.status);
    const appeal = await this.appeals.openFor(slug, 'card');
    const { minPence, maxPence, collection } = appeal.definition.card ?? neverReached();
    const amountPence = pence(request.amountPence);
    if (amountPence < minPence || amountPence > maxPence) {
      const message = `must be from ${formatPounds(pence(minPence))} to ${formatPounds(pence(maxPence))}`;
      throw new ValidationFailed([{ field: 'amountPence', message }]);
    }
    await this.testing.admit(from, slug);
    const donor = donorIn(request);
    const donorId = donor ? derivedId('donor', id) : pledge?.donorId;
    const givenAt = this.clock.now();
    await this.transactions.run(async (tx) => {
      const started = await this.donations.start(tx, [
        {
          id,
          appeal: slug,
          appealVersion: appeal.version,
          channel: 'card',
          collection,
          purpose: appeal.purpose,
          amountPence,
          givenAt,
          requestHash,
          ...(donorId && { donorId }),
        },
      ]);
      // Somebody else sent the same key a moment ago: theirs stands.
      if (!started.has(id)) return;
      if (donor && donorId)
        await this.besideTheGift.keep(tx, { id, givenAt, donorId }, donor, request, appeal.definition);
      if (pledge) await this.pledges.toward(tx, pledge.id, id);
      if (request.interval === 'month') await this.monthly.start(tx, id);
      await tx.insert(Payment, { donationId: id });
      await this.testing.started(tx, id, from, givenAt);
      await this.outbox.send(tx, [
        {
          id: sessionCallId(id, 1),
          topic: 'card.session',
          payload: { donationId: id } satisfies SessionWanted,
        },
      ]);
    });
  }

  private async answer(donation: Donation, requestHash: string): Promise<StartedDonationDto> {
    if (donation.requestHash !== requestHash) throw new IdempotencyKeyReused();
    const { publicUrl } = this.config;
    const query = `token=${donation.receiptToken}`;
    const monthly = await this.monthly.find(donation.id);
    return {
      id: donation.id,
      status: 'pending',
      amountPence: donation.amountPence,
      checkoutUrl: `${publicUrl}/pay/${donation.id}?${query}`,
      receiptUrl: `${publicUrl}/receipts/${donation.id}?${query}`,
      ...(monthly && { manageUrl: this.monthly.manageUrl(monthly) }),
    };
  }

  /** Gives towards a pledge, as `give` does. Throws PledgeNotFound, or PledgeNotOpen for one that is over. */
  async keepPledge(
    pledgeId: string,
    token: unknown,
    idempotencyKey: string | undefined,
    amountPence: number,
    from: string,
  ): Promise<StartedDonationDto> {
    const pledge = await this.pledges.of(pledgeId, token);
    return this.give(pledge.appeal, idempotencyKey, { amountPence }, from, pledge);
  }
}

function neverReached(): never {
  throw new Error('an appeal that is open for cards has a card channel');
}
