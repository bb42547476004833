import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions.js';
import { News } from '../../platform/messaging/news.js';
import { Clock } from '../../vocabulary/clock.js';
import { pence } from '../../vocabulary/pence.js';
import type { Donation } from '../donations/donations.service.js';
import { Refund } from './refund.entity.js';
import { refundApproved } from './refunds.events.js';

/** Who asks when no person does. */
const proposer = 'Every Penny';

/**
 * Refunds that a rule asks for and no person. Made once by their id, in the caller's transaction, with the donation
 * locked. Whatever of the donation is left is given back.
 */
@Injectable()
export class RefundProposals {
  constructor(
    private readonly news: News,
    private readonly clock: Clock,
  ) {}

  /** Waits for a person who agrees. */
  propose(tx: Tx, donation: Donation, id: string, reason: string): Promise<void> {
    return this.make(tx, donation, { id, reason, needsApproval: true });
  }

  /** Goes out at once: whoever set the rule has agreed. */
  order(tx: Tx, donation: Donation, id: string, reason: string): Promise<void> {
    return this.make(tx, donation, { id, reason, needsApproval: false });
  }

  private async make(
    tx: Tx,
    donation: Donation,
    wanted: Pick<Refund, 'id' | 'reason' | 'needsApproval'>,
  ): Promise<void> {
    const { chargedPence, refundedPence, lostPence, reversedPence } = donation;
    const amountPence = pence(chargedPence - refundedPence - lostPence - reversedPence);
    if (amountPence === 0 || donation.status === 'disputed' || donation.collection === 'direct') return;
    // Others may be under way already; people decide about those.
    if (await tx.existsBy(Refund, { donationId: donation.id })) return;
    const now = this.clock.now();
    const refund = tx.create(Refund, {
      ...wanted,
      donationId: donation.id,
      amountPence,
      state: wanted.needsApproval ? 'requested' : 'approved',
      requestedBy: proposer,
      requestedAt: now,
      ...(wanted.needsApproval ? {} : { approvedBy: proposer, approvedAt: now }),
    });
    await tx.insert(Refund, refund);
    if (!wanted.needsApproval) await this.news.tell(tx, refundApproved, [{ refund, donation }]);
  }
}
