import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { BankAccount } from '../../giving/appeals/appeal-definition.js';
import type { Purpose } from '../../ledger/accounts.js';
import { penceColumn } from '../../platform/database/columns.js';
import type { Pence } from '../../vocabulary/pence.js';
import type { RemittanceState } from './remittance-states.js';

/** A round in which money is passed on. */
@Entity({ schema: 'treasury', name: 'remittance' })
@Index('remittance_appeal', ['appeal', 'number'])
@Check('remittance_purpose_check', `purpose in ('restricted', 'surplus')`)
@Check('remittance_state_check', 'see migrations/0032-remittances.sql')
@Check('remittance_amount_check', 'amount_pence > 0')
@Check('remittance_set_off_check', 'see migrations/0032-remittances.sql')
@Check('remittance_approved_check', 'see migrations/0032-remittances.sql')
@Check('remittance_approver_check', 'approved_by <> prepared_by')
@Check('remittance_sent_check', 'see migrations/0032-remittances.sql')
@Check('remittance_acknowledged_check', 'see migrations/0032-remittances.sql')
export class Remittance {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'remittance_pkey' })
  id!: string;

  @Column('text')
  appeal!: string;

  /** Counted within the appeal. */
  @Column('integer')
  number!: number;

  @Column('text')
  purpose!: Purpose;

  @Column('text')
  state!: RemittanceState;

  /** What it takes from the fund: what is paid, and what is set off. */
  @Column('bigint', { name: 'amount_pence', transformer: penceColumn })
  amountPence!: Pence;

  /** What of it is set off against the partner's dues. */
  @Column('bigint', { name: 'set_off_pence', transformer: penceColumn })
  setOffPence!: Pence;

  @Column('text', { name: 'late_reason', nullable: true })
  lateReason!: string | null;

  @Column('text', { name: 'prepared_by' })
  preparedBy!: string;

  @Column('timestamptz', { name: 'prepared_at' })
  preparedAt!: Date;

  @Column('text', { name: 'approved_by', nullable: true })
  approvedBy!: string | null;

  @Column('timestamptz', { name: 'approved_at', nullable: true })
  approvedAt!: Date | null;

  /** Who shares it, in which proportion, as the appeal said when it was approved. */
  @Column('text', { nullable: true })
  sharing!: string | null;

  /** How many gifts it carries. */
  @Column('integer', { default: 0 })
  donations!: number;

  /** The London dates on which what it carries was received, the first and the last. */
  @Column('date', { name: 'first_received_on', nullable: true })
  firstReceivedOn!: string | null;

  @Column('date', { name: 'last_received_on', nullable: true })
  lastReceivedOn!: string | null;

  /** The London date by which the oldest of it is to be passed on. */
  @Column('date', { name: 'due_on', nullable: true })
  dueOn!: string | null;

  @Column('text', { name: 'bank_reference', nullable: true })
  bankReference!: string | null;

  @Column('date', { name: 'sent_on', nullable: true })
  sentOn!: string | null;

  @Column('text', { name: 'sent_by', nullable: true })
  sentBy!: string | null;

  @Column('text', { name: 'acknowledged_by', nullable: true })
  acknowledgedBy!: string | null;

  @Column('timestamptz', { name: 'acknowledged_at', nullable: true })
  acknowledgedAt!: Date | null;
}

/** What one payee is paid of a round. */
@Entity({ schema: 'treasury', name: 'remittance_payment' })
@Index('remittance_payment_remittance', ['remittanceId'])
@Check('remittance_payment_amount_check', 'amount_pence > 0')
@Check('remittance_payment_returned_check', '(returned_on is not null) = (return_reference is not null)')
export class RemittancePayment {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'remittance_payment_pkey' })
  id!: string;

  @Column('uuid', { name: 'remittance_id' })
  remittanceId!: string;

  @Column('text')
  payee!: string;

  /** Where it is paid to, as whoever approved it saw; null where the appeal names no account. */
  @Column('jsonb', { nullable: true })
  account!: BankAccount | null;

  @Column('bigint', { name: 'amount_pence', transformer: penceColumn })
  amountPence!: Pence;

  @Column('date', { name: 'returned_on', nullable: true })
  returnedOn!: string | null;

  @Column('text', { name: 'return_reference', nullable: true })
  returnReference!: string | null;
}

/** What a round carries of a gift; below 0, what went back of a gift that an earlier round had carried. */
@Entity({ schema: 'treasury', name: 'remittance_donation' })
@Index('remittance_donation_remittance', ['remittanceId', 'donationId'])
@Check('remittance_donation_amount_check', 'amount_pence <> 0')
@Check('remittance_donation_released_check', 'see migrations/0032-remittances.sql')
@Check('remittance_donation_received_check', '(received_on is not null) = (amount_pence > 0)')
export class RemittanceDonation {
  @PrimaryColumn('uuid', { name: 'donation_id', primaryKeyConstraintName: 'remittance_donation_pkey' })
  donationId!: string;

  @PrimaryColumn('uuid', { name: 'remittance_id', primaryKeyConstraintName: 'remittance_donation_pkey' })
  remittanceId!: string;

  @Column('bigint', { name: 'amount_pence', transformer: penceColumn })
  amountPence!: Pence;

  /** What of it the round does not carry after all. */
  @Column('bigint', { name: 'released_pence', transformer: penceColumn, default: 0 })
  releasedPence!: Pence;

  @Column('date', { name: 'received_on', nullable: true })
  receivedOn!: string | null;
}

export const remittanceEntities = [Remittance, RemittancePayment, RemittanceDonation];
