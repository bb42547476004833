import { Inject, Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { Clock } from '../../vocabulary/clock.js';
import { STRIPE } from './card.tokens.js';
import { MonthlyDonations } from './monthly-donations.js';
import { MonthlySubscriptions } from './monthly-subscriptions.js';
import { StripeCharges } from './stripe-charges.js';
import { expanded, idOf } from './stripe-client.js';
import type { Present, StripeHandler } from './stripe-handler.js';

/** The bill of one month, paid or not: with what it was paid by, and how its subscription stands. */
@Injectable()
export class MonthlyBills implements StripeHandler {
  constructor(
    private readonly donations: MonthlyDonations,
    private readonly subscriptions: MonthlySubscriptions,
    private readonly charges: StripeCharges,
    private readonly clock: Clock,
    @Inject(STRIPE) private readonly stripe: Stripe,
  ) {}

  async ask(invoiceId: string, thorough: boolean): Promise<Present | undefined> {
    const invoice = await this.stripe.invoices.retrieve(invoiceId, { expand: ['payments'] });
    const subscription = invoice.parent?.subscription_details?.subscription;
    if (!subscription) return undefined;
    const standing = await this.subscriptions.ask(idOf(subscription));
    if (!standing) return undefined;
    const paid = await this.payment(invoice, thorough);
    return {
      donationIds: paid?.donationIds ?? [],
      apply: async (tx) => {
        await paid?.apply(tx);
        await standing.apply(tx);
      },
    };
  }

  private async payment(invoice: Stripe.Invoice, thorough: boolean): Promise<Present | undefined> {
    const askedAt = this.clock.now();
    const { payment } = invoice.payments?.data.find(({ status }) => status === 'paid') ?? {};
    const intent = payment?.payment_intent;
    if (!intent) return undefined;
    const intentId = idOf(intent);
    await this.donations.ofInvoice(invoice, intentId);
    const { latest_charge: latest } = await this.stripe.paymentIntents.retrieve(intentId, {
      expand: ['latest_charge.balance_transaction'],
    });
    const charge = expanded(latest);
    return charge && this.charges.about(charge, thorough, askedAt);
  }
}
