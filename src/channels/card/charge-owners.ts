import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import type Stripe from 'stripe';
import { DataSource } from 'typeorm';
import { MonthlyDonations } from './monthly-donations.js';
import { Payment } from './payment.entity.js';
import { idOf } from './stripe-client.js';
import { StripeTransactions } from './stripe-transactions.js';

/** Whose a charge is: the one place where each way of taking cards says how its donations are found. */
@Injectable()
export class ChargeOwners {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: StripeTransactions,
    private readonly monthly: MonthlyDonations,
  ) {}

  /** The donation; nothing for what other appeals and products charge in the same Stripe account. */
  async of({ id, metadata, payment_intent: intent }: Stripe.Charge): Promise<string | undefined> {
    const known =
      (await this.transactions.donationBehind(id)) ?? (await this.ofSession(metadata['donation_id']));
    if (known !== undefined || !intent) return known;
    return this.monthly.ofPaymentIntent(idOf(intent));
  }

  /** The donation for which a card was declined; a bill of a later month, which nobody tried, has none. */
  async ofDeclined({ metadata, payment_intent: intent }: Stripe.Charge): Promise<string | undefined> {
    const known = await this.ofSession(metadata['donation_id']);
    return known === undefined && intent ? this.monthly.ofFirstBill(idOf(intent)) : known;
  }

  /** The payment page puts the donation's id on whatever it charges. */
  private async ofSession(donationId: string | undefined): Promise<string | undefined> {
    if (!isUUID(donationId)) return undefined;
    const payment = await this.dataSource.getRepository(Payment).findOneBy({ donationId });
    return payment?.donationId;
  }
}
