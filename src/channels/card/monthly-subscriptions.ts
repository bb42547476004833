import { Inject, Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import type Stripe from 'stripe';
import { DataSource } from 'typeorm';
import { Breaks } from '../../platform/breaks/breaks.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Mail } from '../../platform/mail/mail.js';
import { Outbox } from '../../platform/messaging/outbox.js';
import { Clock } from '../../vocabulary/clock.js';
import { derivedId } from '../../vocabulary/ids.js';
import { STRIPE } from './card.tokens.js';
import { MonthlyGift } from './monthly-gift.entity.js';
import { type MonthlyGiftStatus, monthlyGiftStatusOf } from './monthly-gift-states.js';
import type { MonthlyLetter } from './monthly-gifts.events.js';
import { idOf } from './stripe-client.js';
import type { Present, StripeHandler } from './stripe-handler.js';

export const monthlyStop = 'card.monthly-stop';

/** How the subscriptions of our monthly gifts stand, as Stripe says. */
@Injectable()
export class MonthlySubscriptions implements StripeHandler {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly mail: Mail,
    private readonly breaks: Breaks,
    private readonly clock: Clock,
    @Inject(STRIPE) private readonly stripe: Stripe,
  ) {}

  async ask(subscriptionId: string): Promise<Present | undefined> {
    const askedAt = this.clock.now();
    const subscription = await this.stripe.subscriptions.retrieve(subscriptionId);
    const giftId = subscription.metadata['monthly_gift_id'] ?? '';
    if (!isUUID(giftId)) return undefined;
    if (!(await this.dataSource.getRepository(MonthlyGift).existsBy({ id: giftId }))) return undefined;
    return { donationIds: [], apply: (tx) => this.apply(tx, giftId, subscription, askedAt) };
  }

  private async apply(tx: Tx, id: string, subscription: Stripe.Subscription, askedAt: Date): Promise<void> {
    const gift = await tx.findOneOrFail(MonthlyGift, { where: { id }, lock: { mode: 'for_no_key_update' } });
    if (gift.subscriptionId !== null && gift.subscriptionId !== subscription.id)
      return this.stopSecond(tx, gift, subscription);
    if (gift.askedAt !== null && gift.askedAt > askedAt) return;
    const status = monthlyGiftStatusOf(subscription);
    const customerId = idOf(subscription.customer);
    await tx.update(MonthlyGift, { id }, { subscriptionId: subscription.id, customerId, status, askedAt });
    if (gift.unwanted && status !== 'stopped') await this.outbox.send(tx, [stopCall(subscription.id)]);
    await this.write(tx, gift, status, subscription);
  }

  /** A donor who paid on two pages of one gift gives once a month all the same. */
  private async stopSecond(tx: Tx, gift: MonthlyGift, subscription: Stripe.Subscription): Promise<void> {
    if (monthlyGiftStatusOf(subscription) === 'stopped') return;
    await this.outbox.send(tx, [stopCall(subscription.id)]);
    await this.breaks.note(tx, {
      kind: 'subscribed_twice',
      reference: subscription.id,
      detail: 'A second subscription was begun for one monthly gift. It is being stopped.',
      whatToDo: 'See whether it was paid: if so, that payment stands beside this as paid twice.',
      donationId: gift.id,
      ours: [{ what: 'monthly gift', id: gift.id }],
      theirs: [{ what: 'subscription', id: subscription.id }],
    });
  }

  /** A letter for each change that the donor should know of. */
  private async write(
    tx: Tx,
    { id, status: before }: MonthlyGift,
    status: MonthlyGiftStatus,
    { latest_invoice: bill }: Stripe.Subscription,
  ): Promise<void> {
    if (status === before) return;
    const send = (kind: MonthlyLetter, about = id) => this.mail.send(tx, [{ kind, about }]);
    if (status === 'active' && before === 'pending') await send('monthly-begun');
    if (status === 'failing') await send('monthly-failing', bill ? `${id} ${idOf(bill)}` : id);
    if (status === 'stopped') await send('monthly-stopped');
  }
}

/** The payload of the outbox topic `card.monthly-stop`. */
export interface StopWanted {
  subscriptionId: string;
}

export const stopCall = (subscriptionId: string) => ({
  id: derivedId(monthlyStop, subscriptionId),
  topic: monthlyStop,
  payload: { subscriptionId } satisfies StopWanted,
});
