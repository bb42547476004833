import { Inject, Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import type Stripe from 'stripe';
import { Donations } from '../../giving/donations/donations.service.js';
import type { Tx } from '../../platform/database/transactions.js';
import { STRIPE } from './card.tokens.js';
import { DonationMoney } from './donation-money.js';
import { expanded } from './stripe-client.js';

/** `asked_at` goes forward only: what was asked earlier and comes later changes nothing. */
const upsert = `
  insert into card.refund (id, donation_id, refund_id, amount_pence, status, failure, created_at, asked_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8)
  on conflict (id) do update set status = excluded.status, failure = excluded.failure,
    asked_at = excluded.asked_at where refund.asked_at <= excluded.asked_at
  returning id`;

/** The refunds of a charge, whoever asked for them: us, or somebody in Stripe's Dashboard. */
@Injectable()
export class StripeRefunds {
  constructor(
    private readonly donations: Donations,
    private readonly money: DonationMoney,
    @Inject(STRIPE) private readonly stripe: Stripe,
  ) {}

  /** Oldest first, with their balance transactions in them. */
  async of(charge: string): Promise<Stripe.Refund[]> {
    const expand = ['data.balance_transaction', 'data.failure_balance_transaction'];
    const refunds = await this.stripe.refunds.list({ charge, limit: 100, expand }).autoPagingToArray({
      limit: 10_000,
    });
    return refunds.toReversed();
  }

  async apply(tx: Tx, donationId: string, refund: Stripe.Refund, askedAt: Date): Promise<void> {
    const taken = expanded(refund.balance_transaction);
    const returned = expanded(refund.failure_balance_transaction);
    if (taken) await this.money.refunded(tx, await this.donation(tx, donationId), taken);
    if (returned) await this.money.refundFailed(tx, await this.donation(tx, donationId), returned);
    if (returned && refund.status === 'canceled')
      await this.money.refundCancelled(tx, await this.donation(tx, donationId), returned);
    await this.keep(tx, donationId, refund, askedAt);
  }

  /** Whether this is the newest that Stripe has said of it. */
  private async keep(tx: Tx, donationId: string, refund: Stripe.Refund, askedAt: Date): Promise<boolean> {
    const ours = refund.metadata?.['refund_id'];
    const kept = await tx.query<unknown[]>(upsert, [
      refund.id,
      donationId,
      isUUID(ours) ? ours : null,
      refund.amount,
      refund.status ?? 'succeeded',
      refund.failure_reason ?? null,
      new Date(refund.created * 1_000),
      askedAt,
    ]);
    return kept.length > 0;
  }

  private async donation(tx: Tx, id: string) {
    const [donation] = await this.donations.lock(tx, [id]);
    if (!donation) throw new Error('a donation that was charged is there');
    return donation;
  }
}
