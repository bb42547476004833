import { setTimeout } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { Appeals } from '../../giving/appeals/appeals.service.js';
import { Donations } from '../../giving/donations/donations.service.js';
import { Transactions } from '../../platform/database/transactions.js';
import { LOGGER } from '../../platform/logging/logging.module.js';
import { Outbox } from '../../platform/messaging/outbox.js';
import { Clock } from '../../vocabulary/clock.js';
import { derivedId } from '../../vocabulary/ids.js';
import { CardTesting } from './card-testing.service.js';
import { CheckoutSessions } from './checkout-sessions.js';
import { Payment } from './payment.entity.js';
import { StripePresent } from './stripe-present.js';

/** The payload of the outbox topic `card.session`. */
export interface SessionWanted {
  donationId: string;
}

/** One call for each payment page that a donor is to have. */
export const sessionCallId = (donationId: string, attempt: number): string =>
  derivedId('card.session', donationId, attempt);

/** A page that waits for Stripe reloads itself: this seldom is Stripe asked about one donation. */
const askEverySeconds = 3;
const mostWaitMs = 2_500;

/** Where a donor pays, and what they are told when they come back. It believes Stripe alone. */
@Injectable()
export class CardPayments {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly appeals: Appeals,
    private readonly donations: Donations,
    private readonly sessions: CheckoutSessions,
    private readonly present: StripePresent,
    private readonly testing: CardTesting,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** The address of the payment page, once Stripe has told us. */
  async pageUrl(donationId: string): Promise<string | null | undefined> {
    return (await this.payments.findOneBy({ donationId }))?.sessionUrl;
  }

  /** How many donors are to be taken to Stripe before this one, and this one. */
  async placeInQueue(donationId: string): Promise<number> {
    const attempt = (await this.payments.findOneBy({ donationId }))?.attempt ?? 1;
    const [row] = await this.dataSource.query<{ place: number }[]>(
      `select count(*)::integer as place from messaging.outbox
       where topic = 'card.session' and done_at is null and gave_up_at is null
         and created_at <= (select max(created_at) from messaging.outbox where id = any($1))`,
      [Array.from({ length: attempt }, (_, index) => sessionCallId(donationId, index + 1))],
    );
    return row?.place ?? 0;
  }

  /** Asks Stripe what became of a payment that we have not heard of yet. A Stripe that is slow is not waited for. */
  async refresh(donationId: string): Promise<void> {
    const [[claimed]] = await this.dataSource.query<[{ sessionId: string }[], number]>(
      `update card.payment set asked_at = $2
       where donation_id = $1 and session_id is not null
         and (asked_at is null or asked_at < $2::timestamptz - $3 * interval '1 second')
       returning session_id as "sessionId"`,
      [donationId, this.clock.now(), askEverySeconds],
    );
    if (!claimed) return;
    const asked = this.present.refresh(this.sessions, claimed.sessionId, false).catch((error: unknown) => {
      this.logger.warn({ error, donationId }, 'Stripe could not be asked about a payment');
    });
    await Promise.race([asked, setTimeout(mostWaitMs, undefined, { ref: false })]);
  }

  /**
   * A donor who comes back after their page is over gets a new one, once Stripe has said that nothing can be paid
   * on the old one any more. A page that Stripe refused is asked for again only when the donor says so, not by a
   * waiting page that reloads itself. Throws AppealNotOpen, or TooManyAttempts for the address that asks.
   */
  async renew(donationId: string, from: string, asksAgain: boolean): Promise<void> {
    const payment = await this.payments.findOneBy({ donationId });
    if (!payment || (payment.sessionId === null && !asksAgain)) return;
    const { sessionId, sessionExpiresAt } = payment;
    if (sessionId && sessionExpiresAt && sessionExpiresAt <= this.clock.now())
      await this.present.refresh(this.sessions, sessionId, false);
    const donation = await this.donations.find(donationId);
    if (donation?.status !== 'expired' && donation?.status !== 'failed') return;
    await this.appeals.openFor(donation.appeal, 'card');
    await this.testing.admit(from, donation.appeal);
    await this.begin(payment);
  }

  private begin({ donationId, attempt: before }: Payment): Promise<void> {
    const attempt = before + 1;
    return this.transactions.run(async (tx) => {
      // Nothing to do where somebody else pressed the same button a moment ago: theirs stands.
      if (!(await this.donations.resume(tx, donationId))) return;
      const next = { attempt, sessionId: null, sessionUrl: null, sessionExpiresAt: null };
      await tx.update(Payment, { donationId }, next);
      const payload: SessionWanted = { donationId };
      await this.outbox.send(tx, [
        { id: sessionCallId(donationId, attempt), topic: 'card.session', payload },
      ]);
    });
  }

  private get payments() {
    return this.dataSource.getRepository(Payment);
  }
}
