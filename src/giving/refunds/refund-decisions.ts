import { Injectable } from '@nestjs/common';
import { OwnWork } from '../../platform/access/access.problems.js';
import { Audit } from '../../platform/access/audit.js';
import { type Tx, Transactions } from '../../platform/database/transactions.js';
import { IdempotencyKeyReused } from '../../platform/http/idempotency.problems.js';
import { requirePast } from '../../platform/http/times.js';
import { News, type Topic } from '../../platform/messaging/news.js';
import { Clock } from '../../vocabulary/clock.js';
import { newId } from '../../vocabulary/ids.js';
import { type Pence, pence } from '../../vocabulary/pence.js';
import { Appeals } from '../appeals/appeals.service.js';
import { DonationNotFound } from '../donations/donations.problems.js';
import { type Donation, Donations } from '../donations/donations.service.js';
import { Refund } from './refund.entity.js';
import { failedRefundCancelled, refundApproved, type RefundOf, refundPaidByBank } from './refunds.events.js';
import { DonationDisputed, GivenDirectly, MoreThanIsLeft, RefundNotFound } from './refunds.problems.js';
import { Refunds } from './refunds.service.js';

export interface RefundWanted {
  /** Known before the request is made, where it is to be made once however often it comes. */
  id?: string | undefined;
  donationId: string;
  amountPence: Pence;
  reason: string;
}

/** What people decide about refunds. Each takes the donation's lock, so that two never give back the same money. */
@Injectable()
export class RefundDecisions {
  constructor(
    private readonly transactions: Transactions,
    private readonly appeals: Appeals,
    private readonly donations: Donations,
    private readonly refunds: Refunds,
    private readonly news: News,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /**
   * Within the appeal's limit for one donation it is approved at once. Throws DonationNotFound, GivenDirectly,
   * DonationDisputed, MoreThanIsLeft, or IdempotencyKeyReused for a known id with another request.
   */
  async request(wanted: RefundWanted, person: string): Promise<Refund> {
    const { donationId, amountPence, reason } = wanted;
    const limitPence = await this.limitOf(donationId);
    const now = this.clock.now();
    const id = wanted.id ?? newId(now.getTime());
    return this.transactions.run(async (tx) => {
      const donation = await this.lockDonation(tx, donationId);
      const [known] = await this.refunds.lock(tx, [id]);
      if (known) return same(known, wanted);
      if (donation.collection === 'direct') throw new GivenDirectly();
      if (donation.status === 'disputed') throw new DonationDisputed();
      const earlier = await tx.findBy(Refund, { donationId });
      const left = leftOf(donation, earlier);
      if (amountPence > left) throw new MoreThanIsLeft(left);
      const needsApproval = amountPence + grantedOf(earlier) > limitPence;
      const refund: Refund = {
        id,
        donationId,
        amountPence,
        reason,
        needsApproval,
        state: needsApproval ? 'requested' : 'approved',
        requestedBy: person,
        requestedAt: now,
        approvedBy: needsApproval ? null : person,
        approvedAt: needsApproval ? null : now,
        bookedPence: pence(0),
        failure: null,
        bankReference: null,
        paidOn: null,
      };
      await tx.insert(Refund, refund);
      const after = { donationId, amountPence, state: refund.state };
      await this.audit.changed(tx, person, [{ what: 'refund', id, before: null, after }]);
      if (!needsApproval) await this.news.tell(tx, refundApproved, [{ refund, donation }]);
      return tx.findOneByOrFail(Refund, { id });
    });
  }

  /** Throws RefundNotFound, OwnWork, RefundNotInState; DonationDisputed where a dispute came in between. */
  approve(refundId: string, person: string): Promise<Refund> {
    return this.decide(refundId, person, refundApproved, (tx, { refund, donation }) => {
      if (refund.requestedBy === person) throw new OwnWork();
      if (donation.status === 'disputed') throw new DonationDisputed();
      return this.refunds.become(tx, refund, 'approved', {
        approvedBy: person,
        approvedAt: this.clock.now(),
      });
    });
  }

  /** Before it was approved, or after the company could not. Throws RefundNotFound, RefundNotInState. */
  cancel(refundId: string, person: string): Promise<Refund> {
    return this.decide(
      refundId,
      person,
      ({ state }) => (state === 'failed' ? failedRefundCancelled : undefined),
      (tx, { refund }) => this.refunds.become(tx, refund, 'cancelled', {}),
    );
  }

  /** After the company could not. Throws RefundNotFound, RefundNotInState, ValidationFailed for a date to come. */
  async paidByBank(
    refundId: string,
    { bankReference, paidOn }: { bankReference: string; paidOn: string },
    person: string,
  ): Promise<Refund> {
    requirePast('paidOn', paidOn, this.clock.now());
    return this.decide(refundId, person, refundPaidByBank, (tx, { refund }) => {
      // The donation counts all of it from now on: the listening channel posts and amends what it didn't yet.
      const paid = { bankReference, paidOn, bookedPence: refund.amountPence };
      return this.refunds.become(tx, refund, 'paid_by_bank', paid);
    });
  }

  private async decide(
    refundId: string,
    person: string,
    tells: Topic<RefundOf> | ((before: Refund) => Topic<RefundOf> | undefined),
    step: (tx: Tx, of: RefundOf) => Promise<Refund>,
  ): Promise<Refund> {
    const found = await this.refunds.find(refundId);
    if (!found) throw new RefundNotFound();
    return this.transactions.run(async (tx) => {
      const donation = await this.lockDonation(tx, found.donationId);
      const [before] = await this.refunds.lock(tx, [refundId]);
      if (!before) throw new RefundNotFound();
      const refund = await step(tx, { refund: before, donation });
      await this.audit.changed(tx, person, [
        { what: 'refund', id: refundId, before: { state: before.state }, after: { state: refund.state } },
      ]);
      const topic = typeof tells === 'function' ? tells(before) : tells;
      if (topic) await this.news.tell(tx, topic, [{ refund, donation }]);
      // Read again: whoever heard of it may have taken the next step.
      return tx.findOneByOrFail(Refund, { id: refundId });
    });
  }

  private async lockDonation(tx: Tx, id: string): Promise<Donation> {
    const [donation] = await this.donations.lock(tx, [id]);
    if (!donation) throw new DonationNotFound();
    return donation;
  }

  /** Without one, every refund needs two people. Throws DonationNotFound. */
  private async limitOf(donationId: string): Promise<number> {
    const donation = await this.donations.find(donationId);
    if (!donation) throw new DonationNotFound();
    return (await this.appeals.get(donation.appeal)).definition.refundLimitPence ?? 0;
  }
}

/** What was charged and has neither gone back nor is on its way back. */
function leftOf(donation: Donation, refunds: Refund[]): Pence {
  const { chargedPence, refundedPence, lostPence, reversedPence } = donation;
  const underWay = refunds
    .filter(({ state }) => state !== 'cancelled')
    .reduce((sum, { amountPence, bookedPence }) => sum + amountPence - bookedPence, 0);
  return pence(chargedPence - refundedPence - lostPence - reversedPence - underWay);
}

/** Counted together, so that a limit is not passed in small steps. */
function grantedOf(refunds: Refund[]): number {
  return refunds
    .filter(({ state }) => state !== 'cancelled')
    .reduce((sum, { amountPence }) => sum + amountPence, 0);
}

function same(known: Refund, { donationId, amountPence, reason }: RefundWanted): Refund {
  if (known.donationId !== donationId || known.amountPence !== amountPence || known.reason !== reason)
    throw new IdempotencyKeyReused();
  return known;
}
