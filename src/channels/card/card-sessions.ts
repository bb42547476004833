import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import Stripe from 'stripe';
import { DataSource } from 'typeorm';
import type { AppealDefinition } from '../../giving/appeals/appeal-definition.js';
import { Appeals } from '../../giving/appeals/appeals.service.js';
import { type Donation, Donations } from '../../giving/donations/donations.service.js';
import { Donors } from '../../giving/donors/donors.service.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { Breaks } from '../../platform/breaks/breaks.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Outbox, type OutgoingMessage } from '../../platform/messaging/outbox.js';
import { Clock } from '../../vocabulary/clock.js';
import type { Pence } from '../../vocabulary/pence.js';
import type { SessionWanted } from './card-payments.service.js';
import { MonthlyGifts } from './monthly-gifts.service.js';
import { Payment } from './payment.entity.js';
import { STRIPE } from './card.tokens.js';

const minuteMs = 60_000;
/** Short, because an open page is what card testers look for; Stripe's least is 30 minutes. */
const sessionLastsMs = 60 * minuteMs;
const leastLeftMs = 31 * minuteMs;

/** Asks Stripe for the payment page of each donation, no faster than the account is allowed to. */
@Injectable()
export class CardSessions implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly appeals: Appeals,
    private readonly donations: Donations,
    private readonly donors: Donors,
    private readonly monthlyGifts: MonthlyGifts,
    private readonly outbox: Outbox,
    private readonly breaks: Breaks,
    private readonly clock: Clock,
    @Inject(STRIPE) private readonly stripe: Stripe,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.outbox.register({
      topic: 'card.session',
      perSecond: this.config.stripeSessionsPerSecond,
      deliver: (message: OutgoingMessage<SessionWanted>) => this.create(message.payload.donationId),
    });
  }

  private async create(donationId: string): Promise<void> {
    const payments = this.dataSource.getRepository(Payment);
    const payment = await payments.findOneByOrFail({ donationId });
    const donation = await this.donations.find(donationId);
    if (!donation || payment.sessionId !== null) return;
    const { attempt, sessionExpiresAt } = await this.dated(payment);
    const definition = await this.appeals.version(donation.appeal, donation.appealVersion);
    const isMonthly = (await this.monthlyGifts.find(donationId)) !== null;
    const request = {
      ...this.parameters(donation),
      ...(isMonthly ? this.monthly(donation, definition) : this.once(donation, definition)),
      ...(await this.customer(donation)),
      expires_at: Math.floor(sessionExpiresAt.getTime() / 1_000),
    };
    try {
      const session = await this.open(request, `cs-${donationId}-${attempt}`);
      await payments.update({ donationId, attempt }, { sessionId: session.id, sessionUrl: session.url });
    } catch (error) {
      if (isRefusedForGood(error)) return this.refused(donation, error);
      if (isSpent(error)) await payments.update({ donationId, attempt }, { sessionExpiresAt: new Date(0) });
      throw error;
    }
  }

  /** What Stripe doesn't understand it will not understand at the next try either. */
  private refused({ id }: Donation, { code, param, requestId }: Stripe.errors.StripeError): Promise<void> {
    return this.transactions.run(async (tx) => {
      await this.donations.end(tx, [id], 'failed');
      await this.breaks.note(tx, {
        kind: 'payment_page_refused',
        reference: id,
        detail: `Stripe refused to make a payment page: ${code ?? 'invalid request'}, ${param ?? 'no field named'}.`,
        whatToDo:
          'Look up the request in Stripe’s log, put right what it names, and let the donor try again.',
        donationId: id,
        theirs: [{ what: 'request', id: requestId ?? 'unknown' }],
      });
    });
  }

  /** Stripe's rules for e-mail addresses are its own; where it takes none of ours, the donor types one there. */
  private async open(
    { customer_email: email, ...request }: Stripe.Checkout.SessionCreateParams,
    idempotencyKey: string,
  ): Promise<Stripe.Checkout.Session> {
    const { sessions } = this.stripe.checkout;
    if (email === undefined) return sessions.create(request, { idempotencyKey });
    try {
      return await sessions.create({ ...request, customer_email: email }, { idempotencyKey });
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeError && error.code === 'email_invalid')) throw error;
      return sessions.create(request, { idempotencyKey: `${idempotencyKey}-without-email` });
    }
  }

  /**
   * A repeat must be the same request to the letter, so the end of the session is fixed before the first
   * try. When Stripe was away for so long that it would refuse that end, a new attempt begins: the page of
   * the old one, if there is one, was never shown to anybody.
   */
  private async dated(payment: Payment): Promise<{ attempt: number; sessionExpiresAt: Date }> {
    const now = this.clock.now().getTime();
    const { attempt, sessionExpiresAt } = payment;
    if (sessionExpiresAt !== null && sessionExpiresAt.getTime() - now >= leastLeftMs)
      return { attempt, sessionExpiresAt };
    const next = {
      attempt: sessionExpiresAt === null ? attempt : attempt + 1,
      sessionExpiresAt: new Date(now + sessionLastsMs),
    };
    await this.dataSource.getRepository(Payment).update({ donationId: payment.donationId }, next);
    return next;
  }

  private parameters(donation: Donation): Stripe.Checkout.SessionCreateParams {
    const { id, receiptToken, appeal } = donation;
    return {
      client_reference_id: id,
      locale: 'en-GB',
      success_url: `${this.config.publicUrl}/thanks/${id}?token=${receiptToken}`,
      cancel_url: `${this.config.publicUrl}/appeals/${appeal}`,
      metadata: { donation_id: id },
    };
  }

  /** What is charged once. The session's metadata are not copied to what it makes, so they are given twice. */
  private once({ id, amountPence }: Donation, definition: AppealDefinition) {
    return {
      mode: 'payment' as const,
      submit_type: 'donate' as const,
      line_items: [{ quantity: 1, price_data: price(amountPence, definition) }],
      payment_intent_data: { metadata: { donation_id: id }, description: definition.title },
    };
  }

  /** What is charged now and every month from now on. */
  private monthly({ id, amountPence }: Donation, definition: AppealDefinition) {
    const recurring = { interval: 'month' as const };
    return {
      mode: 'subscription' as const,
      line_items: [{ quantity: 1, price_data: { ...price(amountPence, definition), recurring } }],
      subscription_data: { metadata: { monthly_gift_id: id }, description: definition.title },
    };
  }

  private async customer(donation: Donation): Promise<{ customer_email?: string }> {
    const details = donation.donorId === null ? undefined : await this.donors.details(donation.donorId);
    return details?.email ? { customer_email: details.email } : {};
  }
}

/** Locks and limits pass, and are told of by other answers than 400. */
function isRefusedForGood(error: unknown): error is Stripe.errors.StripeInvalidRequestError {
  return error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode === 400;
}

/**
 * This key will never give a session any more: Stripe repeats a failure of its own, or knows the key by another
 * request. If it made a session nevertheless, its page was never shown to anybody, so a new attempt is safe.
 */
function isSpent(error: unknown): boolean {
  if (error instanceof Stripe.errors.StripeIdempotencyError) return error.code !== 'idempotency_key_in_use';
  return error instanceof Stripe.errors.StripeAPIError && error.headers?.['idempotent-replayed'] === 'true';
}

function price(amountPence: Pence, { partner }: AppealDefinition) {
  return {
    currency: 'gbp',
    unit_amount: amountPence,
    product_data: { name: `Donation to ${partner.name}` },
  };
}
