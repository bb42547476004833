import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { partnerAccount } from '../../giving/appeals/appeal-definition.js';
import { Appeals } from '../../giving/appeals/appeals.service.js';
import { type Donation, Donations } from '../../giving/donations/donations.service.js';
import type { RefundOf } from '../../giving/refunds/refunds.events.js';
import { Refunds } from '../../giving/refunds/refunds.service.js';
import { paymentMade } from '../../ledger/bank.events.js';
import { Funds } from '../../ledger/funds.js';
import { textRefunded, textReversed } from '../../ledger/postings-text.js';
import { Breaks } from '../../platform/breaks/breaks.js';
import type { Tx } from '../../platform/database/transactions.js';
import { News } from '../../platform/messaging/news.js';
import { Clock, londonNoon } from '../../vocabulary/clock.js';
import { formatPounds, type Pence, pence } from '../../vocabulary/pence.js';
import type { RefundOutcome } from './gateways/text-gateway.js';
import { Reversal } from './reversal.entity.js';

/** What a gateway said of money that goes back, in answer to our call or on its statement. */
export interface ReversalWord extends RefundOutcome {
  reversalId: string;
}

/** What became of money that goes back to phones: the books, the donation and the refund follow together. */
@Injectable()
export class Reversals {
  constructor(
    private readonly appeals: Appeals,
    private readonly donations: Donations,
    private readonly refunds: Refunds,
    private readonly funds: Funds,
    private readonly breaks: Breaks,
    private readonly news: News,
    private readonly clock: Clock,
  ) {}

  /** A word on a reversal that is final already changes nothing, but for a failed one that came back after all. */
  async apply(tx: Tx, words: ReversalWord[]): Promise<void> {
    const found = await tx.findBy(Reversal, { id: In(words.map(({ reversalId }) => reversalId)) });
    const donations = new Map(
      (
        await this.donations.lock(
          tx,
          found.map(({ donationId }) => donationId),
        )
      ).map((each) => [each.id, each]),
    );
    for (const word of words) {
      const reversal = await tx.findOneBy(Reversal, { id: word.reversalId });
      const donation = donations.get(reversal?.donationId ?? '');
      if (!reversal || !donation || reversal.state === 'reversed') continue;
      const now = await this.takeIn(tx, reversal, donation, word);
      if (now) donations.set(now.id, now);
      if (reversal.refundId !== null) await this.follow(tx, reversal.refundId);
    }
  }

  /** Resolves with the donation as it stands now, where money came back. */
  private async takeIn(
    tx: Tx,
    reversal: Reversal,
    donation: Donation,
    { outcome, refundedPence = reversal.amountPence, statusCode = '' }: ReversalWord,
  ): Promise<Donation | undefined> {
    const { id } = reversal;
    const isRefunded = outcome === 'refunded';
    if (isRefunded && refundedPence !== reversal.amountPence)
      await this.noteDiffers(tx, reversal, refundedPence);
    // No more than was charged, and has not gone back, can have come back: another amount is no final word.
    const { chargedPence, lostPence, reversedPence } = donation;
    const leftPence = pence(chargedPence - donation.refundedPence - lostPence - reversedPence);
    const isPossible = refundedPence > 0 && refundedPence <= Math.min(reversal.amountPence, leftPence);
    if (isRefunded && refundedPence > leftPence) await this.noteTwice(tx, reversal, refundedPence);
    if (outcome === 'pending' || (isRefunded && !isPossible)) {
      if (reversal.state === 'asked') await tx.update(Reversal, { id }, { state: 'pending', statusCode });
      return undefined;
    }
    const finalAt = this.clock.now();
    if (outcome === 'failed') {
      await tx.update(Reversal, { id }, { state: 'failed', statusCode, finalAt });
      return undefined;
    }
    await tx.update(Reversal, { id }, { state: 'reversed', amountPence: refundedPence, statusCode, finalAt });
    return this.book(tx, { ...reversal, amountPence: refundedPence }, donation);
  }

  /** Held (or due from the partner) to what the gateway owes us; the donation follows. */
  private async book(tx: Tx, reversal: Reversal, donation: Donation): Promise<Donation> {
    const { amountPence, refundId } = reversal;
    const { posted } = await this.funds.withdraw(tx, [
      textReversed({
        book: donation.appeal,
        donationId: donation.id,
        purpose: donation.purpose,
        gateway: reversal.gateway,
        chargeId: reversal.chargeId,
        reversalId: reversal.id,
        partner: await this.partnerOf(tx, donation),
        amountPence,
        reportedAt: this.clock.now(),
      }),
    ]);
    if (posted.size === 0) return donation;
    const undone =
      refundId === null
        ? { reversedPence: pence(donation.reversedPence + amountPence) }
        : { refundedPence: pence(donation.refundedPence + amountPence) };
    await this.donations.amend(tx, donation, undone);
    return { ...donation, ...undone };
  }

  /** The refund is what its calls together are. */
  private async follow(tx: Tx, refundId: string): Promise<void> {
    const [refund] = await this.refunds.lock(tx, [refundId]);
    if (!refund) return;
    const calls = await tx.findBy(Reversal, { refundId });
    const bookedPence = sumOf(calls.filter(({ state }) => state === 'reversed'));
    // Somebody has decided otherwise meanwhile; what came back all the same is booked and counted already.
    if (refund.state === 'cancelled' || refund.state === 'paid_by_bank') return;
    if (calls.some(({ state }) => state === 'asked' || state === 'pending')) {
      if (refund.state === 'approved') await this.refunds.sent(tx, refund);
    } else if (bookedPence === refund.amountPence) {
      await this.refunds.done(tx, refund);
    } else if (refund.state !== 'failed' || refund.bookedPence !== bookedPence) {
      const codes = calls.flatMap(({ state, statusCode }) => (state === 'failed' ? (statusCode ?? []) : []));
      const failure = `The network gave back ${formatPounds(bookedPence)} of ${formatPounds(refund.amountPence)} (${codes.join(', ')}).`;
      await this.refunds.fail(tx, refund, failure, bookedPence);
    }
  }

  /** The rest of a refund that no gateway could make, from the appeal's bank account. */
  async paidByBank(tx: Tx, paid: RefundOf[]): Promise<void> {
    for (const { refund, donation } of paid) {
      const calls = await tx.findBy(Reversal, { refundId: refund.id, state: 'reversed' });
      const amountPence = pence(refund.amountPence - sumOf(calls));
      const { appeal: book, id: donationId, purpose } = donation;
      // Named by our refund and not by the line: the bank may pay several refunds in one.
      const line = {
        book,
        bankAccount: 'refund',
        reference: refund.id,
        bookedAt: londonNoon(refund.paidOn ?? ''),
      };
      const partner = await this.partnerOf(tx, donation);
      const { posted } = await this.funds.withdraw(tx, [
        textRefunded(line, { donationId, purpose, partner, amountPence }),
      ]);
      if (posted.size === 0) continue;
      const { bankReference, paidOn } = refund;
      if (bankReference !== null && paidOn !== null)
        await this.news.tell(tx, paymentMade, [
          { paymentId: refund.id, book, amountPence, bankReference, paidOn },
        ]);
      await this.donations.amend(tx, donation, {
        refundedPence: pence(donation.refundedPence + amountPence),
      });
    }
  }

  private async partnerOf(tx: Tx, { appeal, appealVersion }: Donation): Promise<string> {
    return partnerAccount(await this.appeals.version(appeal, appealVersion, tx));
  }

  private noteDiffers(
    tx: Tx,
    { id, donationId, amountPence }: Reversal,
    refundedPence: Pence,
  ): Promise<void> {
    return this.breaks.note(tx, {
      kind: 'refund_differs',
      reference: id,
      detail: `${formatPounds(amountPence)} was to be given back, and the gateway says ${formatPounds(refundedPence)}.`,
      whatToDo: 'Ask the gateway what the donor got back, and pay what is missing by bank.',
      donationId,
      amountPence: refundedPence,
      ours: [{ what: 'reversal', id, amountPence }],
      theirs: [{ what: 'refund of the gateway', id, amountPence: refundedPence }],
    });
  }

  private noteTwice(tx: Tx, { id, donationId }: Reversal, refundedPence: Pence): Promise<void> {
    return this.breaks.note(tx, {
      kind: 'given_back_twice',
      reference: id,
      detail: `The gateway gave back ${formatPounds(refundedPence)} of a donation of which less was left to give back.`,
      whatToDo: 'The donor may have been paid twice. Compare the gateway’s statement with the bank’s.',
      donationId,
      amountPence: refundedPence,
      ours: [{ what: 'donation', id: donationId }],
      theirs: [{ what: 'refund of the gateway', id, amountPence: refundedPence }],
    });
  }
}

function sumOf(reversals: Reversal[]): Pence {
  return pence(reversals.reduce((sum, { amountPence }) => sum + amountPence, 0));
}
