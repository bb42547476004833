import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { penceColumn } from '../../../platform/database/columns.js';
import type { Pence } from '../../../vocabulary/pence.js';

/** What a gateway says of one month. The id derives from its content: the same statement twice is one. */
@Entity({ schema: 'text', name: 'statement' })
@Check('statement_state_check', `state in ('reading', 'matched')`)
@Check('statement_month_check', 'see migrations/0016-gateway-statements.sql')
@Check('statement_fee_check', 'fee_pence >= 0')
export class Statement {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'statement_pkey' })
  id!: string;

  @Column('text')
  gateway!: string;

  /** A London month, yyyy-MM. */
  @Column('text')
  month!: string;

  /** The one that it is about; null: all of the gateway's. */
  @Column('text', { nullable: true })
  shortcode!: string | null;

  /** What the gateway keeps of the month. */
  @Column('bigint', { name: 'fee_pence', transformer: penceColumn })
  feePence!: Pence;

  @Column('text')
  state!: 'reading' | 'matched';

  @Column('timestamptz', { name: 'claimed_at' })
  claimedAt!: Date;

  /** A London date: from then on the payment is overdue. */
  @Column('date', { name: 'due_on' })
  dueOn!: string;

  @Column('text', { name: 'imported_by' })
  importedBy!: string;

  @Column('timestamptz', { name: 'imported_at' })
  importedAt!: Date;
}

export type RowStatus = 'charged' | 'failed' | 'refunded';

/**
 * agrees: as we had it · confirmed: the statement's word ended what was open · differs: another amount or outcome
 * than ours · extra: we asked for no such thing · repeated: an earlier statement had it.
 */
export type Verdict = 'agrees' | 'confirmed' | 'differs' | 'extra' | 'repeated';

/** One row of a statement, without its number, and what we made of it. */
@Entity({ schema: 'text', name: 'statement_row' })
@Index('statement_row_gateway_id', ['gatewayId'])
@Index('statement_row_charge', ['chargeId'], { where: 'charge_id is not null' })
@Check('statement_row_amount_check', 'amount_pence >= 0')
@Check('statement_row_status_check', `status in ('charged', 'failed', 'refunded')`)
@Check('statement_row_verdict_check', 'see migrations/0016-gateway-statements.sql')
export class StatementRow {
  @PrimaryColumn('uuid', { name: 'statement_id', primaryKeyConstraintName: 'statement_row_pkey' })
  statementId!: string;

  @PrimaryColumn('integer', { primaryKeyConstraintName: 'statement_row_pkey' })
  line!: number;

  @Column('date')
  dated!: string;

  @Column('text', { name: 'gateway_id' })
  gatewayId!: string;

  @Column('bigint', { name: 'amount_pence', transformer: penceColumn })
  amountPence!: Pence;

  @Column('text')
  status!: RowStatus;

  @Column('text')
  verdict!: Verdict;

  @Column('uuid', { name: 'charge_id', nullable: true })
  chargeId!: string | null;

  @Column('uuid', { name: 'donation_id', nullable: true })
  donationId!: string | null;
}
