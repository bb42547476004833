import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { penceColumn } from '../../platform/database/columns.js';
import type { Pence } from '../../vocabulary/pence.js';

/**
 * asked: the call is owed or its answer unknown · pending: the gateway has it, its statement will tell ·
 * reversed, failed: the gateway said so.
 */
export type ReversalState = 'asked' | 'pending' | 'reversed' | 'failed';

/** What of a charge goes back to its phone: because of a refund, or because the network took it. */
@Entity({ schema: 'text', name: 'reversal' })
@Index('reversal_refund', ['refundId'])
@Index('reversal_donation', ['donationId'])
@Index('reversal_gateway_id', ['gatewayId'])
@Check('reversal_amount_check', 'amount_pence > 0')
@Check('reversal_state_check', `state in ('asked', 'pending', 'reversed', 'failed')`)
@Check('reversal_final_check', `(final_at is not null) = (state in ('reversed', 'failed'))`)
export class Reversal {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'reversal_pkey' })
  id!: string;

  /** Null where nobody asked: the network took it. */
  @Column('uuid', { name: 'refund_id', nullable: true })
  refundId!: string | null;

  @Column('uuid', { name: 'donation_id' })
  donationId!: string;

  @Column('uuid', { name: 'charge_id' })
  chargeId!: string;

  @Column('text')
  gateway!: string;

  /** The gateway's id of the charge, or of the part. */
  @Column('text', { name: 'gateway_id' })
  gatewayId!: string;

  /** What is asked for; once reversed, what came back. */
  @Column('bigint', { name: 'amount_pence', transformer: penceColumn })
  amountPence!: Pence;

  @Column('text')
  state!: ReversalState;

  @Column('text', { name: 'status_code', nullable: true })
  statusCode!: string | null;

  @Column('timestamptz', { name: 'asked_at' })
  askedAt!: Date;

  @Column('timestamptz', { name: 'final_at', nullable: true })
  finalAt!: Date | null;
}
