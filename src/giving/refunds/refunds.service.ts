import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { Breaks } from '../../platform/breaks/breaks.js';
import type { Tx } from '../../platform/database/transactions.js';
import { mayBecome, type RefundState } from './refund-states.js';
import { Refund } from './refund.entity.js';
import { RefundNotInState } from './refunds.problems.js';

export type { Refund } from './refund.entity.js';

const open = ['requested', 'approved', 'sent', 'failed'] as const satisfies RefundState[];
const mostListed = 200;

/**
 * What becomes of refunds. Channels call it in their own transactions, with the donation locked first. It never
 * decides: people do.
 */
@Injectable()
export class Refunds {
  constructor(
    private readonly dataSource: DataSource,
    private readonly breaks: Breaks,
  ) {}

  /** Of a donation, oldest first. */
  of(donationId: string): Promise<Refund[]> {
    return this.dataSource
      .getRepository(Refund)
      .find({ where: { donationId }, order: { requestedAt: 'ASC', id: 'ASC' } });
  }

  /** What waits for a person or a company, oldest first, 200 at most. */
  open(): Promise<Refund[]> {
    return this.dataSource.getRepository(Refund).find({
      where: { state: In(open) },
      order: { requestedAt: 'ASC', id: 'ASC' },
      take: mostListed,
    });
  }

  find(id: string, tx: Tx = this.dataSource.manager): Promise<Refund | null> {
    return tx.findOneBy(Refund, { id });
  }

  /** The refunds, locked until the transaction ends, in the order of their ids. */
  lock(tx: Tx, ids: string[]): Promise<Refund[]> {
    return tx.find(Refund, {
      where: { id: In([...new Set(ids)]) },
      order: { id: 'ASC' },
      lock: { mode: 'for_no_key_update' },
    });
  }

  /** The company has it, and will say what became of it. Throws RefundNotInState. */
  sent(tx: Tx, refund: Refund): Promise<Refund> {
    return this.become(tx, refund, 'sent', {});
  }

  /** The company gave it back; call it in the transaction that posts and amends. Throws RefundNotInState. */
  done(tx: Tx, refund: Refund): Promise<Refund> {
    return this.become(tx, refund, 'done', { bookedPence: refund.amountPence, failure: null });
  }

  /**
   * The company could not, or gave back no more than `bookedPence`; the donor is still owed it. Throws
   * RefundNotInState.
   */
  fail(tx: Tx, refund: Refund, failure: string, bookedPence = refund.bookedPence): Promise<Refund> {
    return this.become(tx, refund, 'failed', { failure: failure.slice(0, 500), bookedPence });
  }

  /** A step of a refund that the caller has locked. Throws RefundNotInState where the table allows none. */
  async become(tx: Tx, refund: Refund, state: RefundState, change: Partial<Refund>): Promise<Refund> {
    if (!mayBecome(refund.state, state)) throw new RefundNotInState(refund.state);
    await tx.update(Refund, { id: refund.id }, { ...change, state });
    const now = { ...refund, ...change, state };
    if (state === 'failed') await this.noteFailed(tx, now);
    else if (refund.state === 'failed') {
      const how = { note: `It is ${state}.`, person: 'everypenny' };
      await this.breaks.resolve(tx, 'refund_failed', [refund.id], how);
    }
    return now;
  }

  private noteFailed(tx: Tx, { id, donationId, amountPence, failure }: Refund): Promise<void> {
    return this.breaks.note(tx, {
      kind: 'refund_failed',
      reference: id,
      detail: `A refund could not be made (${failure}). The donor is still owed it.`,
      whatToDo: 'Pay it by bank and say so, or cancel it.',
      donationId,
      amountPence,
      ours: [{ what: 'refund', id, amountPence }],
    });
  }
}
