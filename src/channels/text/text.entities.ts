import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { penceColumn } from '../../platform/database/columns.js';
import type { Pence } from '../../vocabulary/pence.js';
import type { TextReading } from './text-rule.js';

/** A text that came in, and how it was read. */
@Entity({ schema: 'text', name: 'message' })
@Index('message_phone', ['phoneMatch', 'receivedAt'])
@Check('message_kind_check', 'see migrations/0005-text.sql')
export class TextMessage {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'message_pkey' })
  id!: string;

  @Column('text')
  gateway!: string;

  @Column('text', { name: 'external_id' })
  externalId!: string;

  @Column('text')
  shortcode!: string;

  /** Sealed E.164. */
  @Column('bytea')
  phone!: Buffer;

  @Column('bytea', { name: 'phone_match' })
  phoneMatch!: Buffer;

  @Column('text')
  operator!: string;

  /** Sealed. */
  @Column('bytea')
  body!: Buffer;

  @Column('timestamptz', { name: 'received_at' })
  receivedAt!: Date;

  @Column('text')
  kind!: TextReading['kind'];

  /** Why it was read so, in a sentence for staff. */
  @Column('text')
  reason!: string;

  @Column('uuid', { name: 'donation_id', nullable: true })
  donationId!: string | null;
}

/**
 * requested: the call is owed or its answer unknown · accepted: the gateway has it · charged, failed: its
 * report said so, and the first final word stands.
 */
export type ChargeState = 'requested' | 'accepted' | 'charged' | 'failed';

/** One call that may bill a phone. */
@Entity({ schema: 'text', name: 'charge' })
@Index('charge_gateway_id', ['gatewayId'], { where: 'gateway_id is not null' })
@Index('charge_donation', ['donationId'])
@Check('charge_amount_check', 'amount_pence > 0 and amount_pence <= 4000')
@Check('charge_state_check', 'see migrations/0005-text.sql')
@Check('charge_final_check', 'see migrations/0005-text.sql')
export class TextCharge {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'charge_pkey' })
  id!: string;

  @Column('uuid', { name: 'donation_id' })
  donationId!: string;

  @Column('uuid', { name: 'message_id' })
  messageId!: string;

  @Column('text')
  gateway!: string;

  @Column('bigint', { name: 'amount_pence', transformer: penceColumn })
  amountPence!: Pence;

  @Column('text', { default: 'requested' })
  state!: ChargeState;

  @Column('text', { name: 'gateway_id', nullable: true })
  gatewayId!: string | null;

  @Column('text', { name: 'status_code', nullable: true })
  statusCode!: string | null;

  @Column('timestamptz', { name: 'requested_at' })
  requestedAt!: Date;

  @Column('timestamptz', { name: 'final_at', nullable: true })
  finalAt!: Date | null;
}
