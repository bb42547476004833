import { Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { type Donation, Donations } from '../../giving/donations/donations.service.js';
import { Breaks } from '../../platform/breaks/breaks.js';
import type { Tx } from '../../platform/database/transactions.js';
import { pence } from '../../vocabulary/pence.js';

/**
 * A donor who paid for one donation twice: the second payment is theirs too, so it is kept as a donation of its
 * own, shown to staff and proposed for refund.
 */
@Injectable()
export class SecondPayments {
  constructor(
    private readonly donations: Donations,
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
      whatToDo: 'Ask the donor if they meant it. If not, give this donation back in full.',
      donationId: id,
      amountPence,
    });
    const [second] = await this.donations.lock(tx, [id]);
    if (!second) throw new Error('a donation that was just started is there');
    return second;
  }
}
