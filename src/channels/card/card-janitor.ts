import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { Donations } from '../../giving/donations/donations.service.js';
import { Clock } from '../../vocabulary/clock.js';
import { CheckoutSessions } from './checkout-sessions.js';
import { Payment } from './payment.entity.js';
import { closedDisputes } from './stripe-disputes.js';
import { StripeCharges } from './stripe-charges.js';
import type { StripeHandler } from './stripe-handler.js';
import { StripePayouts } from './stripe-payouts.js';
import { StripePresent } from './stripe-present.js';
import { StripeTransactions } from './stripe-transactions.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const mostAtOnce = 500;

/** What is open and was not asked about for so long; the oldest answer first. */
const openMoney = `
  select distinct donation_id as "donationId" from card.refund
  where status in ('pending', 'requires_action') and asked_at < $1
  union
  select donation_id from card.dispute where status <> all($2) and asked_at < $1
  limit ${mostAtOnce}`;
const openPayouts = `
  select id from card.payout
  where tied_at is null and (automatic or shared_at is null or status not in ('paid', 'failed', 'canceled'))
    and asked_at < $1
  order by created_at limit ${mostAtOnce}`;

/** Asks Stripe about whatever has been open for too long, in case its word never reached us. */
@Injectable()
export class CardJanitor {
  constructor(
    private readonly dataSource: DataSource,
    private readonly donations: Donations,
    private readonly present: StripePresent,
    private readonly sessions: CheckoutSessions,
    private readonly charges: StripeCharges,
    private readonly payouts: StripePayouts,
    private readonly transactions: StripeTransactions,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    await this.askAbout(this.sessions, await this.pendingSessions());
    await this.askAbout(this.charges, await this.openCharges());
    const payouts = await this.dataSource.query<{ id: string }[]>(openPayouts, [this.ago(minuteMs)]);
    await this.askAbout(
      this.payouts,
      payouts.map(({ id }) => id),
    );
  }

  /** One failure is logged by the schedule and must not keep the others from being asked about. */
  private async askAbout(handler: StripeHandler, ids: string[]): Promise<void> {
    const failures: unknown[] = [];
    for (const id of ids)
      await this.present.refresh(handler, id).catch((error: unknown) => failures.push(error));
    if (failures.length > 0)
      throw new AggregateError(failures, `${failures.length} could not be asked about`);
  }

  /** Sessions whose end is past, or whose donation was paid and is still not in the books. */
  private async pendingSessions(): Promise<string[]> {
    const pending = await this.donations.pendingSince('card', this.ago(10 * minuteMs), mostAtOnce);
    const payments = await this.dataSource
      .getRepository(Payment)
      .findBy({ donationId: In(pending.map(({ id }) => id)) });
    const now = this.clock.now();
    const paid = new Set(pending.filter((donation) => donation.paid).map(({ id }) => id));
    return payments.flatMap(({ donationId, sessionId, sessionExpiresAt }) =>
      sessionId !== null && (paid.has(donationId) || (sessionExpiresAt !== null && sessionExpiresAt < now))
        ? [sessionId]
        : [],
    );
  }

  private async openCharges(): Promise<string[]> {
    const open = await this.dataSource.query<{ donationId: string }[]>(openMoney, [
      this.ago(hourMs),
      closedDisputes,
    ]);
    const charges = await Promise.all(open.map(({ donationId }) => this.transactions.chargeOf(donationId)));
    return charges.flatMap((charge) => charge ?? []);
  }

  private ago(ms: number): Date {
    return new Date(this.clock.now().getTime() - ms);
  }
}
