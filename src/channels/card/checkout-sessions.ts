import { Inject, Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import type Stripe from 'stripe';
import { DataSource } from 'typeorm';
import { Donations } from '../../giving/donations/donations.service.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Clock } from '../../vocabulary/clock.js';
import { STRIPE } from './card.tokens.js';
import { MonthlyBills } from './monthly-bills.js';
import { Payment } from './payment.entity.js';
import { StripeCharges } from './stripe-charges.js';
import { expanded, idOf, retrieveSession } from './stripe-client.js';
import type { Present, StripeHandler } from './stripe-handler.js';

/** The payment pages of our donations, as Stripe says that they stand. */
@Injectable()
export class CheckoutSessions implements StripeHandler {
  constructor(
    private readonly dataSource: DataSource,
    private readonly donations: Donations,
    private readonly charges: StripeCharges,
    private readonly bills: MonthlyBills,
    private readonly clock: Clock,
    @Inject(STRIPE) private readonly stripe: Stripe,
  ) {}

  async ask(sessionId: string, thorough: boolean): Promise<Present | undefined> {
    const askedAt = this.clock.now();
    const session = await retrieveSession(this.stripe, sessionId);
    const donationId = session.client_reference_id ?? '';
    if (!isUUID(donationId)) return undefined;
    if (!(await this.dataSource.getRepository(Payment).existsBy({ donationId }))) return undefined;
    if (session.mode === 'subscription' && session.invoice)
      return this.bills.ask(idOf(session.invoice), thorough);
    const charge = expanded(expanded(session.payment_intent)?.latest_charge);
    if (session.payment_status !== 'unpaid' && charge) return this.charges.about(charge, thorough, askedAt);
    return { donationIds: [donationId], apply: (tx) => this.end(tx, donationId, session) };
  }

  /** Only the page that the donor was shown last can end the donation. */
  private async end(tx: Tx, donationId: string, session: Stripe.Checkout.Session): Promise<void> {
    const status = endOf(session);
    if (status === undefined) return;
    const payment = await tx.findOneByOrFail(Payment, { donationId });
    if (payment.sessionId === session.id) await this.donations.end(tx, [donationId], status);
  }
}

function endOf(session: Stripe.Checkout.Session): 'expired' | 'failed' | undefined {
  if (session.status === 'expired') return 'expired';
  const paying = expanded(session.payment_intent)?.status;
  const mayNotPayAnyMore = session.status === 'complete' && session.payment_status === 'unpaid';
  return mayNotPayAnyMore && (paying === 'requires_payment_method' || paying === 'canceled')
    ? 'failed'
    : undefined;
}
