import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Purpose } from '../../ledger/accounts.js';
import { penceColumn } from '../../platform/database/columns.js';
import type { Pence } from '../../vocabulary/pence.js';

/** A line of the bank's statement. */
@Entity({ schema: 'treasury', name: 'bank_line' })
@Index('bank_line_unmatched', ['bookedOn', 'id'], { where: `state = 'unmatched'` })
@Index('bank_line_expectation', ['expectationId'], { where: 'expectation_id is not null' })
@Check('bank_line_amount_check', 'amount_pence <> 0')
@Check('bank_line_state_check', `state in ('unmatched', 'matched', 'explained')`)
@Check('bank_line_matched_check', 'see migrations/0038-explained-lines.sql')
export class BankLine {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'bank_line_pkey' })
  id!: string;

  /** Our name for it. */
  @Column('text', { name: 'bank_account' })
  bankAccount!: string;

  /** The bank's own id of the line. */
  @Column('text', { name: 'bank_id' })
  bankId!: string;

  /** A London date, YYYY-MM-DD. */
  @Column('date', { name: 'booked_on' })
  bookedOn!: string;

  /** Below 0 where it left the bank. */
  @Column('bigint', { name: 'amount_pence', transformer: penceColumn })
  amountPence!: Pence;

  /** Sealed. */
  @Column('bytea')
  reference!: Buffer;

  @Column('text')
  state!: 'unmatched' | 'matched' | 'explained';

  /** In whose book it waits as unidentified, or waited until it was matched. */
  @Column('text', { name: 'unidentified_in', nullable: true })
  unidentifiedIn!: string | null;

  @Column('uuid', { name: 'expectation_id', nullable: true })
  expectationId!: string | null;

  @Column('text', { name: 'matched_by', nullable: true })
  matchedBy!: string | null;

  @Column('timestamptz', { name: 'matched_at', nullable: true })
  matchedAt!: Date | null;

  @Column('text', { name: 'imported_by' })
  importedBy!: string;

  @Column('timestamptz', { name: 'imported_at' })
  importedAt!: Date;
}

export type ExpectationKind = 'payout' | 'gateway_payment' | 'payment_made';

/** What of it is for one book; of a gateway's payment, for one fund, with what the gateway keeps. */
export interface Share {
  book: string;
  amountPence: number;
  metPence: number;
  purpose?: Purpose;
  feePence?: number;
}

/** What the bank is to show. */
@Entity({ schema: 'treasury', name: 'expectation' })
@Index('expectation_open', ['dueOn', 'id'], { where: `state = 'open'` })
@Check('expectation_kind_check', `kind in ('payout', 'gateway_payment', 'payment_made')`)
@Check('expectation_state_check', `state in ('open', 'met', 'void')`)
@Check('expectation_amount_check', 'amount_pence <> 0')
export class Expectation {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'expectation_pkey' })
  id!: string;

  @Column('text')
  kind!: ExpectationKind;

  /** Whom it is from: a gateway, Stripe, ourselves. */
  @Column('text')
  party!: string;

  /** What the bank's reference may name: a payout's id, the reference of a payment of ours, a gateway. */
  @Column('text')
  reference!: string;

  /** Below 0 where it leaves the bank. */
  @Column('bigint', { name: 'amount_pence', transformer: penceColumn })
  amountPence!: Pence;

  @Column('bigint', { name: 'met_pence', transformer: penceColumn, default: 0 })
  metPence!: Pence;

  /** A London date: from then on it is overdue. */
  @Column('date', { name: 'due_on' })
  dueOn!: string;

  @Column('jsonb')
  shares!: Share[];

  @Column('text', { default: 'open' })
  state!: 'open' | 'met' | 'void';

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}

/** A line that may be what was expected: a person says whether it is. */
@Entity({ schema: 'treasury', name: 'proposal' })
@Index('proposal_line', ['lineId'])
export class Proposal {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'proposal_pkey' })
  id!: string;

  @Column('uuid', { name: 'line_id' })
  lineId!: string;

  @Column('uuid', { name: 'expectation_id' })
  expectationId!: string;

  @Column('timestamptz', { name: 'proposed_at' })
  proposedAt!: Date;
}
