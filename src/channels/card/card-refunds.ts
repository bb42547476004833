import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import Stripe from 'stripe';
import { Donations } from '../../giving/donations/donations.service.js';
import { refundApproved, type RefundOf } from '../../giving/refunds/refunds.events.js';
import { type Refund, Refunds } from '../../giving/refunds/refunds.service.js';
import type { Tx } from '../../platform/database/transactions.js';
import { News } from '../../platform/messaging/news.js';
import { type Answered, Outbox, type OutgoingMessage } from '../../platform/messaging/outbox.js';
import { derivedId } from '../../vocabulary/ids.js';
import { STRIPE } from './card.tokens.js';
import { StripeCharges } from './stripe-charges.js';
import type { Present } from './stripe-handler.js';
import { StripePresent } from './stripe-present.js';
import { StripeTransactions } from './stripe-transactions.js';

/** The payload of the outbox topic `card.refund`. */
interface RefundWanted {
  refundId: string;
}

/** What Stripe did: all of the charge as it is now, or a refusal that no repeat would change. */
interface Answer {
  present?: Present | undefined;
  refusal?: string;
}

/** Refunds are few. */
const callsPerSecond = 10;

/** Asks Stripe to give card donations back, once each, and puts what became of it into the books. */
@Injectable()
export class CardRefunds implements OnModuleInit {
  constructor(
    private readonly news: News,
    private readonly outbox: Outbox,
    private readonly donations: Donations,
    private readonly refunds: Refunds,
    private readonly transactions: StripeTransactions,
    private readonly charges: StripeCharges,
    private readonly present: StripePresent,
    @Inject(STRIPE) private readonly stripe: Stripe,
  ) {}

  onModuleInit(): void {
    this.news.on(refundApproved, (tx, approved) => this.promise(tx, approved));
    this.outbox.register<RefundWanted, unknown, Answer>({
      topic: 'card.refund',
      perSecond: callsPerSecond,
      deliver: ({ payload }) => this.give(payload.refundId),
      keep: (tx, answers) => this.keep(tx, answers),
    });
  }

  private promise(tx: Tx, approved: RefundOf[]): Promise<void> {
    const ofCard = approved.filter(({ donation }) => donation.channel === 'card');
    const calls = ofCard.map(({ refund: { id } }): OutgoingMessage<RefundWanted> => ({
      id: derivedId('card.refund', id),
      topic: 'card.refund',
      payload: { refundId: id },
    }));
    return this.outbox.send(tx, calls);
  }

  private async give(refundId: string): Promise<Answer> {
    const refund = await this.refunds.find(refundId);
    if (refund?.state !== 'approved') return {};
    const charge = await this.transactions.chargeOf(refund.donationId);
    if (charge === undefined) return { refusal: 'No charge of this donation is known.' };
    const refusal = (await this.isMade(charge, refundId)) ? undefined : await this.make(charge, refund);
    return refusal === undefined ? { present: await this.charges.ask(charge, true) } : { refusal };
  }

  /** Stripe forgets a key after a day; what it made under it then tells by our id on it. */
  private async isMade(charge: string, refundId: string): Promise<boolean> {
    for await (const { metadata } of this.stripe.refunds.list({ charge, limit: 100 }))
      if (metadata?.['refund_id'] === refundId) return true;
    return false;
  }

  /** Resolves with Stripe's reason where it refuses for good, such as a dispute that came in between. */
  private async make(charge: string, { id, amountPence }: Refund): Promise<string | undefined> {
    try {
      await this.stripe.refunds.create(
        { charge, amount: amountPence, reason: 'requested_by_customer', metadata: { refund_id: id } },
        { idempotencyKey: id },
      );
      return undefined;
    } catch (error) {
      if (error instanceof Stripe.errors.StripeInvalidRequestError && error.code !== 'lock_timeout')
        return error.code ?? error.message;
      throw error;
    }
  }

  private async keep(tx: Tx, answers: Answered<RefundWanted, Answer>[]): Promise<void> {
    await this.present.apply(
      tx,
      answers.flatMap(({ answer }) => answer.present ?? []),
    );
    for (const { message, answer } of answers)
      if (answer.refusal !== undefined) await this.refuse(tx, message.payload.refundId, answer.refusal);
  }

  private async refuse(tx: Tx, refundId: string, reason: string): Promise<void> {
    const found = await this.refunds.find(refundId, tx);
    if (found) await this.donations.lock(tx, [found.donationId]);
    const [refund] = await this.refunds.lock(tx, [refundId]);
    if (refund?.state === 'approved') await this.refunds.fail(tx, refund, reason);
  }
}
