import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { isUUID } from 'class-validator';
import type { Logger } from 'pino';
import Stripe from 'stripe';
import { DataSource, In, Not } from 'typeorm';
import { Donations } from '../../giving/donations/donations.service.js';
import { donorsErased } from '../../giving/donors/donors.events.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { type Tx, Transactions } from '../../platform/database/transactions.js';
import { LOGGER } from '../../platform/logging/logging.module.js';
import { News } from '../../platform/messaging/news.js';
import { Outbox, type OutgoingMessage } from '../../platform/messaging/outbox.js';
import { Clock } from '../../vocabulary/clock.js';
import { newId } from '../../vocabulary/ids.js';
import { newLinkToken, sameToken } from '../../vocabulary/link-token.js';
import { STRIPE } from './card.tokens.js';
import { MonthlyBill, MonthlyGift } from './monthly-gift.entity.js';
import { CardPageAway, MonthlyGiftNotFound, MonthlyGiftNotStarted } from './monthly-gifts.problems.js';
import { monthlyStop, MonthlySubscriptions, stopCall, type StopWanted } from './monthly-subscriptions.js';
import { StripePresent } from './stripe-present.js';

export type { MonthlyGift } from './monthly-gift.entity.js';

/** A donor’s monthly gift: begun with its first donation, looked after and stopped through the donor’s own link. */
@Injectable()
export class MonthlyGifts implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly donations: Donations,
    private readonly news: News,
    private readonly outbox: Outbox,
    private readonly present: StripePresent,
    private readonly subscriptions: MonthlySubscriptions,
    private readonly clock: Clock,
    @Inject(STRIPE) private readonly stripe: Stripe,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.news.on(donorsErased, async (tx, erased) => {
      const gifts = await this.donations.givenBy(
        erased.flatMap(({ donorIds }) => donorIds),
        tx,
      );
      await this.end(
        tx,
        gifts.map(({ id }) => id),
      );
    });
    this.outbox.register({
      topic: monthlyStop,
      perSecond: this.config.stripeSessionsPerSecond,
      deliver: ({ payload }: OutgoingMessage<StopWanted>) => this.cancel(payload.subscriptionId),
    });
  }

  /** Call it in the transaction that starts the first donation. */
  async start(tx: Tx, firstDonationId: string): Promise<void> {
    await tx.insert(MonthlyGift, { id: firstDonationId, token: newLinkToken() });
  }

  /** Those among these donations that are the first of a monthly gift. */
  among(donationIds: string[]): Promise<MonthlyGift[]> {
    return this.dataSource.getRepository(MonthlyGift).findBy({ id: In(donationIds) });
  }

  find(firstDonationId: string): Promise<MonthlyGift | null> {
    return this.dataSource.getRepository(MonthlyGift).findOneBy({ id: firstDonationId });
  }

  /** The monthly gift that a donation is a month of, if it is of one. */
  async ofDonation(donationId: string): Promise<MonthlyGift | null> {
    const bill = await this.dataSource.getRepository(MonthlyBill).findOneBy({ donationId });
    return this.find(bill?.monthlyGiftId ?? donationId);
  }

  /** The gift of whoever has its token. Throws MonthlyGiftNotFound for an unknown id and a wrong token alike. */
  async of(id: string, token: unknown): Promise<MonthlyGift> {
    const gift = isUUID(id) ? await this.find(id) : null;
    if (!gift || !sameToken(gift.token, token)) throw new MonthlyGiftNotFound();
    return gift;
  }

  manageUrl({ id, token }: Pick<MonthlyGift, 'id' | 'token'>): string {
    return `${this.config.publicUrl}/monthly/${id}?token=${token}`;
  }

  /** At once, so that a payment that failed isn't tried again after the donor said stop. */
  async stop(id: string, token: unknown): Promise<void> {
    const { subscriptionId, status } = await this.of(id, token);
    if (subscriptionId === null) throw new MonthlyGiftNotStarted();
    if (status === 'stopped') return;
    await this.transactions.run((tx) => this.outbox.send(tx, [stopCall(subscriptionId)]));
  }

  /**
   * The address of Stripe's own page where the donor gives it another card; good for minutes. Throws
   * MonthlyGiftNotFound, MonthlyGiftNotStarted, CardPageAway.
   */
  async cardPageUrl(id: string, token: unknown): Promise<string> {
    const gift = await this.of(id, token);
    if (gift.customerId === null) throw new MonthlyGiftNotStarted();
    const session = await this.stripe.billingPortal.sessions
      .create(
        { customer: gift.customerId, return_url: this.manageUrl(gift) },
        // Each page is for one visit.
        { idempotencyKey: `portal-${newId(this.clock.now().getTime())}` },
      )
      .catch((error: unknown) => {
        if (!(error instanceof Stripe.errors.StripeError)) throw error;
        this.logger.warn({ error, monthlyGiftId: id }, 'Stripe gave no page for another card');
        throw new CardPageAway();
      });
    return session.url;
  }

  /** Stops those of these appeals, 1,000 at a time. Each donor hears of it on Stripe's word. */
  endOf(appeals: string[]): Promise<void> {
    return this.transactions.run(async (tx) => {
      const gifts = await tx.query<{ id: string }[]>(
        `select id from card.monthly_gift gift join giving.donation using (id)
         where appeal = any($1) and gift.status <> 'stopped' and not unwanted order by id limit 1000`,
        [appeals],
      );
      await this.end(
        tx,
        gifts.map(({ id }) => id),
      );
    });
  }

  /** Stopped at Stripe, and so is a subscription that is yet to begin. */
  private async end(tx: Tx, donationIds: string[]): Promise<void> {
    const gifts = await tx.find(MonthlyGift, {
      where: { id: In(donationIds), status: Not('stopped') },
      order: { id: 'ASC' },
      lock: { mode: 'for_no_key_update' },
    });
    await tx.update(MonthlyGift, { id: In(gifts.map(({ id }) => id)) }, { unwanted: true });
    const begun = gifts.map(({ subscriptionId }) => subscriptionId).filter((id) => id !== null);
    await this.outbox.send(tx, begun.map(stopCall));
  }

  private async cancel(subscriptionId: string): Promise<void> {
    try {
      await this.stripe.subscriptions.cancel(subscriptionId);
    } catch (error) {
      const isGone = error instanceof Stripe.errors.StripeError && error.code === 'resource_missing';
      if (!isGone) throw error;
    }
    await this.present.refresh(this.subscriptions, subscriptionId);
  }
}
