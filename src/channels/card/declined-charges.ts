import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import Stripe from 'stripe';
import { Donations } from '../../giving/donations/donations.service.js';
import { Outbox, type OutgoingMessage } from '../../platform/messaging/outbox.js';
import { derivedId } from '../../vocabulary/ids.js';
import { CardTesting, type CardTried } from './card-testing.service.js';
import { STRIPE } from './card.tokens.js';
import { ChargeOwners } from './charge-owners.js';
import { Payment } from './payment.entity.js';
import type { Present, StripeHandler } from './stripe-handler.js';

/** The payload of the outbox topic `card.close`. */
interface PageToClose {
  sessionId: string;
}

/** Counts cards that were declined, and closes payment pages that are used to try cards out. It books nothing. */
@Injectable()
export class DeclinedCharges implements StripeHandler, OnModuleInit {
  constructor(
    private readonly owners: ChargeOwners,
    private readonly donations: Donations,
    private readonly testing: CardTesting,
    private readonly outbox: Outbox,
    @Inject(STRIPE) private readonly stripe: Stripe,
  ) {}

  onModuleInit(): void {
    this.outbox.register({
      topic: 'card.close',
      perSecond: 10,
      deliver: (message: OutgoingMessage<PageToClose>) => this.close(message.payload.sessionId, message.id),
    });
  }

  async ask(chargeId: string): Promise<Present | undefined> {
    const charge = await this.stripe.charges.retrieve(chargeId);
    const donationId = charge.paid ? undefined : await this.owners.ofDeclined(charge);
    const donation = donationId === undefined ? undefined : await this.donations.find(donationId);
    if (!donation) return undefined;
    const tried = triedBy(charge, donation);
    const alarm = await this.testing.alarm(donation.appeal);
    return {
      donationIds: [],
      apply: async (tx) => {
        if (!(await this.testing.tried(tx, tried, alarm))) return;
        const payment = await tx.findOneBy(Payment, { donationId: donation.id });
        if (!payment?.sessionId) return;
        const payload: PageToClose = { sessionId: payment.sessionId };
        await this.outbox.send(tx, [
          { id: derivedId('card.close', payload.sessionId), topic: 'card.close', payload },
        ]);
      },
    };
  }

  /** A page that was paid or has expired meanwhile needs no closing. */
  private async close(sessionId: string, id: string): Promise<void> {
    try {
      await this.stripe.checkout.sessions.expire(sessionId, {}, { idempotencyKey: `close-${id}` });
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
    }
  }
}

/** What a charge says of a card that was tried for a donation. */
export function triedBy(charge: Stripe.Charge, donation: { id: string; appeal: string }): CardTried {
  return {
    chargeId: charge.id,
    donationId: donation.id,
    appeal: donation.appeal,
    fingerprint: charge.payment_method_details?.card?.fingerprint ?? undefined,
    declined: !charge.paid,
    at: new Date(charge.created * 1_000),
  };
}
