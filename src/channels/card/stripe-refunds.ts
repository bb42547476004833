import { Inject, Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import type Stripe from 'stripe';
import { Donations } from '../../giving/donations/donations.service.js';
import { Refunds } from '../../giving/refunds/refunds.service.js';
import type { Tx } from '../../platform/database/transactions.js';
import { pence } from '../../vocabulary/pence.js';
import { STRIPE } from './card.tokens.js';
import { DonationMoney } from './donation-money.js';
import { expanded } from './stripe-client.js';
import { moveOf } from './stripe-transactions.js';

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
    private readonly refunds: Refunds,
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
    if (returned && refund.status === 'canceled') {
      const failure = { ...moveOf(returned), amountPence: pence(returned.amount) };
      await this.money.refundCancelled(tx, await this.donation(tx, donationId), failure);
    }
    if (await this.keep(tx, donationId, refund, askedAt)) await this.follow(tx, donationId, refund);
  }

  /** The refund that our staff decided is what Stripe says of it; a state that a person gave it since stands. */
  private async follow(tx: Tx, donationId: string, { metadata, ...refund }: Stripe.Refund): Promise<void> {
    const id = metadata?.['refund_id'] ?? '';
    const [ours] = isUUID(id) ? await this.refunds.lock(tx, [id]) : [];
    if (ours?.donationId !== donationId) return;
    const bookedPence = refund.balance_transaction === null ? pence(0) : ours.amountPence;
    const isOpen = ours.state === 'approved' || ours.state === 'sent';
    if (refund.status === 'succeeded' && (isOpen || ours.state === 'failed')) {
      await this.refunds.done(tx, ours);
    } else if (refund.status === 'failed' && (isOpen || ours.state === 'done')) {
      await this.refunds.fail(tx, ours, refund.failure_reason ?? 'Stripe gives no reason.', bookedPence);
    } else if (refund.status === 'canceled' && isOpen) {
      const failed = await this.refunds.fail(tx, ours, 'It was called off at Stripe.', pence(0));
      await this.refunds.become(tx, failed, 'cancelled', {});
    } else if (ours.state === 'approved') {
      await this.refunds.become(tx, ours, 'sent', { bookedPence });
    }
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
