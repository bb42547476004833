import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { type Donation, Donations } from '../../giving/donations/donations.service.js';
import { RefundProposals } from '../../giving/refunds/refund-proposals.service.js';
import { Breaks } from '../../platform/breaks/breaks.js';
import type { Tx } from '../../platform/database/transactions.js';
import { derivedId } from '../../vocabulary/ids.js';
import { pence } from '../../vocabulary/pence.js';

/**
 * A donor who paid for one donation twice: the second payment is theirs too, so it is kept as a donation of its
 * own, shown to staff and proposed for refund.
 */
@Injectable()
export class SecondPayments {
  constructor(
    private readonly donations: Donations,
    private readonly proposals: RefundProposals,
    private readonly breaks: Breaks,
  ) {}

  async start(
    tx: Tx,
    id: string,
    first: Donation,
    transaction: Stripe.BalanceTransaction,
  ): Promise<Donation> {
    const { appeal, appealVersion, channel, collection, purpose, donorId } = first;
    const amountPence = pence(transaction.amount);
    const givenAt = new Date(transaction.created * 1_000);
    await this.donations.start(tx, [
      {
        id,
        appeal,
        appealVersion,
        channel,
        collection,
        purpose,
        amountPence,
        givenAt,
        ...(donorId && { donorId }),
      },
    ]);
    await this.breaks.note(tx, {
      kind: 'paid_twice',
      reference: transaction.id,
      detail: `Donation ${first.id} was paid a second time. The second payment is booked as this donation.`,
      whatToDo:
        'Ask the donor if they meant it. If not, approve the refund that is proposed; if so, cancel it.',
      donationId: id,
      amountPence,
      ours: [{ what: 'donation', id: first.id, amountPence: first.amountPence }],
      theirs: [{ what: 'balance transaction', id: transaction.id, amountPence }],
    });
    return this.locked(tx, id);
  }

  /** Once it is in the books. */
  async proposeRefund(tx: Tx, id: string): Promise<void> {
    const reason = 'A second payment for one donation.';
    await this.proposals.propose(tx, await this.locked(tx, id), derivedId('second payment', id), reason);
  }

  private async locked(tx: Tx, id: string): Promise<Donation> {
    const [second] = await this.donations.lock(tx, [id]);
    if (!second) throw new Error('a donation that was just started is there');
    return second;
  }
}
