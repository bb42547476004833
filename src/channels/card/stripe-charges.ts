import { Inject, Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { type Donation, Donations } from '../../giving/donations/donations.service.js';
import type { Tx } from '../../platform/database/transactions.js';
import { Clock } from '../../vocabulary/clock.js';
import { derivedId } from '../../vocabulary/ids.js';
import { STRIPE } from './card.tokens.js';
import { CardTesting } from './card-testing.service.js';
import { ChargeOwners } from './charge-owners.js';
import { triedBy } from './declined-charges.js';
import { DonationMoney } from './donation-money.js';
import { SecondPayments } from './second-payments.js';
import { expanded } from './stripe-client.js';
import { StripeDisputes } from './stripe-disputes.js';
import type { Present, StripeHandler } from './stripe-handler.js';
import { StripeRefunds } from './stripe-refunds.js';
import { StripeTransactions } from './stripe-transactions.js';

/** A charge and what came of it, as Stripe said a moment ago. */
interface ChargeNow {
  charge: Stripe.Charge;
  refunds: Stripe.Refund[];
  disputes: Stripe.Dispute[];
  askedAt: Date;
}

/**
 * A charge with its refunds and disputes is asked about and applied as one: so a refund that is heard of before
 * its charge finds it in the books all the same.
 */
@Injectable()
export class StripeCharges implements StripeHandler {
  constructor(
    private readonly owners: ChargeOwners,
    private readonly donations: Donations,
    private readonly money: DonationMoney,
    private readonly secondPayments: SecondPayments,
    private readonly transactions: StripeTransactions,
    private readonly refunds: StripeRefunds,
    private readonly disputes: StripeDisputes,
    private readonly testing: CardTesting,
    private readonly clock: Clock,
    @Inject(STRIPE) private readonly stripe: Stripe,
  ) {}

  async ask(chargeId: string, thorough: boolean): Promise<Present | undefined> {
    const askedAt = this.clock.now();
    const charge = await this.stripe.charges.retrieve(chargeId, { expand: ['balance_transaction'] });
    return this.about(charge, thorough, askedAt);
  }

  /** Of a charge that Stripe has just shown, with its balance transaction in it. */
  async about(charge: Stripe.Charge, thorough: boolean, askedAt: Date): Promise<Present | undefined> {
    if (!charge.paid) return undefined;
    const whole = thorough || charge.amount_refunded > 0 || charge.disputed;
    const [donationId, refunds, disputes] = await Promise.all([
      this.owners.of(charge),
      whole ? this.refunds.of(charge.id) : [],
      whole ? this.disputes.of(charge.id) : [],
    ]);
    const now = { charge, refunds, disputes, askedAt };
    if (donationId === undefined) return { donationIds: [], apply: (tx) => this.keepElsewhere(tx, now) };
    const donationIds = [donationId, secondPaymentId(charge)];
    return { donationIds, apply: (tx) => this.apply(tx, donationId, now) };
  }

  private async apply(tx: Tx, donationId: string, now: ChargeNow): Promise<void> {
    const donation = await this.paid(tx, donationId, now.charge);
    if (!donation) return;
    for (const refund of now.refunds) await this.refunds.apply(tx, donation.id, refund, now.askedAt);
    for (const dispute of now.disputes) await this.disputes.apply(tx, donation.id, dispute, now.askedAt);
  }

  /** The donation that this charge has paid, once its money has moved: the same one for ever. */
  private async paid(tx: Tx, donationId: string, charge: Stripe.Charge): Promise<Donation | undefined> {
    const [donation, second] = await this.locked(tx, [donationId, secondPaymentId(charge)]);
    if (second || !donation) return second;
    await this.testing.tried(tx, triedBy(charge, donation));
    const transaction = expanded(charge.balance_transaction);
    if (!transaction) {
      await this.donations.notePaid(tx, donation.id);
      return undefined;
    }
    const [unknown] = await this.transactions.unknown([transaction], tx);
    if (!unknown) return donation;
    if (Donations.awaits(donation)) {
      await this.money.charged(tx, donation, transaction);
      return donation;
    }
    const again = await this.secondPayments.start(tx, secondPaymentId(charge), donation, transaction);
    await this.money.charged(tx, again, transaction);
    await this.secondPayments.proposeRefund(tx, again.id);
    return again;
  }

  private async locked(tx: Tx, ids: [string, string]): Promise<(Donation | undefined)[]> {
    const found = await this.donations.lock(tx, ids);
    return ids.map((id) => found.find((donation) => donation.id === id));
  }

  /** Another appeal's or product's: left alone, and listed. */
  private async keepElsewhere(tx: Tx, { charge, refunds, disputes }: ChargeNow): Promise<void> {
    const transactions = [
      charge.balance_transaction,
      ...refunds.flatMap((refund) => [refund.balance_transaction, refund.failure_balance_transaction]),
      ...disputes.flatMap((dispute) => dispute.balance_transactions),
    ].flatMap((transaction) => expanded(transaction) ?? []);
    for (const transaction of transactions) await this.transactions.postElsewhere(tx, transaction);
  }
}

/** The donation that a charge becomes when the one that it was for had been paid already. */
const secondPaymentId = ({ id }: Stripe.Charge): string => derivedId('card.second', id);
