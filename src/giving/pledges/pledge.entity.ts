import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { penceColumn } from '../../platform/database/columns.js';
import type { Pence } from '../../vocabulary/pence.js';
import type { PledgeStatus } from './pledge-states.js';

/** Where a promise was made: on a page of ours, to staff on the telephone, or by a text with a link. */
export type PledgeOrigin = 'web' | 'telephone' | 'text';

@Entity({ schema: 'giving', name: 'pledge' })
@Index('pledge_promised', ['appeal', 'dueOn'], { where: `status in ('open', 'part_kept', 'paused')` })
@Index('pledge_reminder', ['nextReminderOn'], { where: `reminders and status in ('open', 'part_kept')` })
@Index('pledge_newest', ['openedAt', 'id'])
@Index('pledge_donor', ['donorId'], { where: 'donor_id is not null' })
@Check('pledge_origin_check', `origin in ('web', 'telephone', 'text')`)
@Check('pledge_taken_by_check', `(taken_by is not null) = (origin = 'telephone')`)
@Check('pledge_amount_check', 'amount_pence > 0 or (amount_pence = 0 and cap_pence is not null)')
@Check('pledge_cap_check', 'amount_pence <= cap_pence and cap_pence > 0')
@Check('pledge_kept_check', 'kept_pence >= 0')
@Check('pledge_status_check', 'see migrations/0026-pledges.sql')
export class Pledge {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pledge_pkey' })
  id!: string;

  @Column('text')
  appeal!: string;

  /** The wording that this donor saw. */
  @Column('integer', { name: 'appeal_version' })
  appealVersion!: number;

  @Column('text')
  origin!: PledgeOrigin;

  @Column('text', { default: 'open' })
  status!: PledgeStatus;

  @Column('bigint', { name: 'amount_pence', transformer: penceColumn })
  amountPence!: Pence;

  /** Of a sponsor’s match: the most that it can come to. The amount is what it came to, once it is over. */
  @Column('bigint', { name: 'cap_pence', nullable: true, transformer: penceColumn })
  capPence!: Pence | null;

  /** What its donations were charged, less what went back of them. */
  @Column('bigint', { name: 'kept_pence', transformer: penceColumn, default: 0 })
  keptPence!: Pence;

  /** A London date, YYYY-MM-DD. */
  @Column('date', { name: 'due_on' })
  dueOn!: string;

  @Column('uuid', { name: 'donor_id', nullable: true })
  donorId!: string | null;

  @Column('text')
  token!: string;

  /** What was asked for under the same id: another request must not pass for this one. */
  @Column('text', { name: 'request_hash', nullable: true })
  requestHash!: string | null;

  /** Who of the staff took it on the telephone. */
  @Column('text', { name: 'taken_by', nullable: true })
  takenBy!: string | null;

  @Column('timestamptz', { name: 'opened_at' })
  openedAt!: Date;

  @Column('date', { name: 'paused_on', nullable: true })
  pausedOn!: string | null;

  @Column('timestamptz', { name: 'withdrawn_at', nullable: true })
  withdrawnAt!: Date | null;

  @Column('timestamptz', { name: 'lapsed_at', nullable: true })
  lapsedAt!: Date | null;

  /** Whether the donor wants to be reminded. */
  @Column('boolean', { default: true })
  reminders!: boolean;

  @Column('date', { name: 'next_reminder_on', nullable: true })
  nextReminderOn!: string | null;
}

@Entity({ schema: 'giving', name: 'pledge_payment' })
@Index('pledge_payment_pledge', ['pledgeId'])
export class PledgePayment {
  @PrimaryColumn('uuid', { name: 'donation_id', primaryKeyConstraintName: 'pledge_payment_pkey' })
  donationId!: string;

  @Column('uuid', { name: 'pledge_id' })
  pledgeId!: string;
}
