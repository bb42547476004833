import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  failedRefundCancelled,
  type RefundOf,
  refundPaidByBank,
} from '../../giving/refunds/refunds.events.js';
import { MoreThanIsLeft } from '../../giving/refunds/refunds.problems.js';
import { paymentMade } from '../../ledger/bank.events.js';
import { Ledger } from '../../ledger/ledger.js';
import { refundPaidByBank as paidFromPayable, refundPaidUnbooked } from '../../ledger/postings-bank.js';
import type { Tx } from '../../platform/database/transactions.js';
import { News } from '../../platform/messaging/news.js';
import { londonNoon } from '../../vocabulary/clock.js';
import { pence } from '../../vocabulary/pence.js';
import { DonationMoney, ofDonation } from './donation-money.js';
import { StripeRefund, StripeTransaction } from './stripe-money.entities.js';

/** What people decide about a refund that Stripe could not make, where the donor gave by card. */
@Injectable()
export class FailedRefunds implements OnModuleInit {
  constructor(
    private readonly news: News,
    private readonly money: DonationMoney,
    private readonly ledger: Ledger,
  ) {}

  onModuleInit(): void {
    this.news.on(failedRefundCancelled, async (tx, cancelled) => {
      for (const of of cancelled.filter(isOfCard)) await this.cancelled(tx, of);
    });
    this.news.on(refundPaidByBank, async (tx, paid) => {
      for (const of of paid.filter(isOfCard)) await this.paid(tx, of);
    });
  }

  /** Where Stripe had taken nothing, there is nothing to put back. */
  private async cancelled(tx: Tx, { refund, donation }: RefundOf): Promise<void> {
    const failure = await this.failureOf(tx, refund.id);
    if (!failure) return;
    const { id: balanceTransactionId, createdAt, amountPence } = failure;
    await this.money.refundCancelled(tx, donation, { balanceTransactionId, createdAt, amountPence });
  }

  /** Throws MoreThanIsLeft where the money has gone back in another way meanwhile. */
  private async paid(tx: Tx, { refund, donation }: RefundOf): Promise<void> {
    // Named by our refund and not by the line: the bank may pay several refunds in one.
    const line = {
      book: donation.appeal,
      bankAccount: 'refund',
      reference: refund.id,
      bookedAt: londonNoon(refund.paidOn ?? ''),
    };
    const { amountPence } = refund;
    // What the charity collected itself, it pays back itself: our bank never shows it.
    if (donation.collection === 'held') await this.tellBank(tx, refund, donation.appeal);
    if (await this.failureOf(tx, refund.id))
      return void (await this.ledger.post(tx, [paidFromPayable(line, donation.id, amountPence)]));
    const leftPence = pence(donation.chargedPence - donation.refundedPence - donation.lostPence);
    if (amountPence > leftPence) throw new MoreThanIsLeft(leftPence);
    const partner = await this.money.partnerOf(tx, donation);
    const withdrawal = refundPaidUnbooked(line, { ...ofDonation(donation), partner, amountPence });
    if (await this.money.withdraw(tx, donation, withdrawal))
      await this.money.noteRefunded(tx, donation, amountPence);
  }

  private async tellBank(tx: Tx, refund: RefundOf['refund'], book: string): Promise<void> {
    const { id: paymentId, amountPence, bankReference, paidOn } = refund;
    if (bankReference !== null && paidOn !== null)
      await this.news.tell(tx, paymentMade, [{ paymentId, book, amountPence, bankReference, paidOn }]);
  }

  /** The balance transaction by which the money of a refund came back to the account. */
  private async failureOf(tx: Tx, refundId: string): Promise<StripeTransaction | null> {
    const refund = await tx.findOneBy(StripeRefund, { refundId });
    return refund && tx.findOneBy(StripeTransaction, { sourceId: refund.id, category: 'refund_failure' });
  }
}

const isOfCard = ({ donation }: RefundOf): boolean => donation.channel === 'card';
