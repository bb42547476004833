import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { penceColumn } from '../../platform/database/columns.js';
import type { Pence } from '../../vocabulary/pence.js';
import type { RefundState } from './refund-states.js';

@Entity({ schema: 'giving', name: 'refund' })
@Index('refund_donation', ['donationId'])
@Index('refund_open', ['requestedAt', 'id'], {
  where: `state in ('requested', 'approved', 'sent', 'failed')`,
})
@Check('refund_amount_check', 'amount_pence > 0')
@Check('refund_state_check', 'see migrations/0014-refunds.sql')
@Check('refund_approved_check', `approved_by is not null or state in ('requested', 'cancelled')`)
@Check('refund_approver_check', 'not needs_approval or approved_by <> requested_by')
@Check('refund_booked_check', 'see migrations/0014-refunds.sql')
@Check('refund_bank_check', 'see migrations/0014-refunds.sql')
export class Refund {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'refund_pkey' })
  id!: string;

  @Column('uuid', { name: 'donation_id' })
  donationId!: string;

  @Column('bigint', { name: 'amount_pence', transformer: penceColumn })
  amountPence!: Pence;

  @Column('text')
  reason!: string;

  @Column('text')
  state!: RefundState;

  /** More than one person may decide alone. */
  @Column('boolean', { name: 'needs_approval' })
  needsApproval!: boolean;

  @Column('text', { name: 'requested_by' })
  requestedBy!: string;

  @Column('timestamptz', { name: 'requested_at' })
  requestedAt!: Date;

  @Column('text', { name: 'approved_by', nullable: true })
  approvedBy!: string | null;

  @Column('timestamptz', { name: 'approved_at', nullable: true })
  approvedAt!: Date | null;

  /** What of it the donation counts as gone back. */
  @Column('bigint', { name: 'booked_pence', transformer: penceColumn, default: 0 })
  bookedPence!: Pence;

  /** Why the company could not, as it said. */
  @Column('text', { nullable: true })
  failure!: string | null;

  @Column('text', { name: 'bank_reference', nullable: true })
  bankReference!: string | null;

  /** A London date, YYYY-MM-DD. */
  @Column('date', { name: 'paid_on', nullable: true })
  paidOn!: string | null;
}
