import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { penceColumn } from '../../platform/database/columns.js';
import type { Pence } from '../../vocabulary/pence.js';
import type { FailureReason } from './gateways/text-gateway.js';
import type { TextReading } from './text-rule.js';

/** How a text was read: by the text rule, or as the answer to a question of ours. */
export type MessageKind = TextReading['kind'] | 'yes' | 'no';

/** A text that came in, and how it was read. */
@Entity({ schema: 'text', name: 'message' })
@Index('message_phone', ['phoneMatch', 'receivedAt'])
@Index('message_received', { synchronize: false })
@Check('message_kind_check', 'see migrations/0010-text-rules.sql')
@Check('message_amount_check', 'amount_pence > 0')
@Check('message_erased_check', '(phone is null) = (body is null)')
export class TextMessage {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'message_pkey' })
  id!: string;

  @Column('text')
  gateway!: string;

  @Column('text', { name: 'external_id' })
  externalId!: string;

  @Column('text')
  shortcode!: string;

  /** Sealed E.164; null once it was erased. */
  @Column('bytea', { nullable: true })
  phone!: Buffer | null;

  @Column('bytea', { name: 'phone_match' })
  phoneMatch!: Buffer;

  @Column('text')
  operator!: string;

  /** Sealed; null once it was erased. */
  @Column('bytea', { nullable: true })
  body!: Buffer | null;

  @Column('timestamptz', { name: 'received_at' })
  receivedAt!: Date;

  @Column('text')
  kind!: MessageKind;

  /** Why it was read so, and what followed, in sentences for staff. */
  @Column('text')
  reason!: string;

  /** The appeal that its keyword names, or the first of its short code. */
  @Column('text', { nullable: true })
  appeal!: string | null;

  @Column('text', { nullable: true })
  keyword!: string | null;

  @Column('bigint', { name: 'amount_pence', transformer: penceColumn, nullable: true })
  amountPence!: Pence | null;

  @Column('uuid', { name: 'donation_id', nullable: true })
  donationId!: string | null;
}

/**
 * requested: the call is owed or its answer unknown · accepted: the gateway has it · charged, part_charged,
 * failed: its reports said so, and the first final word stands · dropped: the donor took it back before the
 * call went out.
 */
export type ChargeState = 'requested' | 'accepted' | 'charged' | 'part_charged' | 'failed' | 'dropped';

/** What became of a text of ours on the handset. No money hangs on it. */
export type HandsetState = 'delivered' | 'failed';

/** One call that may bill a phone. */
@Entity({ schema: 'text', name: 'charge' })
@Index('charge_gateway_id', ['gatewayId'], { where: 'gateway_id is not null' })
@Index('charge_donation', ['donationId'])
@Check('charge_amount_check', 'amount_pence > 0 and amount_pence <= 4000')
@Check('charge_state_check', 'see migrations/0010-text-rules.sql')
@Check('charge_final_check', 'see migrations/0010-text-rules.sql')
@Check('charge_charged_check', 'see migrations/0010-text-rules.sql')
@Check('charge_handset_check', `handset in ('delivered', 'failed')`)
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

  /** What the network has taken so far. */
  @Column('bigint', { name: 'charged_pence', transformer: penceColumn, default: 0 })
  chargedPence!: Pence;

  @Column('text', { default: 'requested' })
  state!: ChargeState;

  @Column('text', { name: 'gateway_id', nullable: true })
  gatewayId!: string | null;

  @Column('text', { name: 'status_code', nullable: true })
  statusCode!: string | null;

  /** Why it failed, where it did. */
  @Column('text', { nullable: true })
  reason!: FailureReason | null;

  @Column('timestamptz', { name: 'requested_at' })
  requestedAt!: Date;

  /** From then on the gateway tries no more. */
  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  @Column('timestamptz', { name: 'final_at', nullable: true })
  finalAt!: Date | null;

  @Column('text', { nullable: true })
  handset!: HandsetState | null;
}

/** A part of a charge that the network split. */
@Entity({ schema: 'text', name: 'charge_part' })
@Index('charge_part_charge', ['chargeId'])
@Check('charge_part_amount_check', 'amount_pence > 0')
@Check('charge_part_state_check', `state in ('charged', 'failed')`)
export class ChargePart {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'charge_part_pkey' })
  id!: string;

  @Column('uuid', { name: 'charge_id' })
  chargeId!: string;

  @Column('text', { name: 'gateway_id' })
  gatewayId!: string;

  @Column('bigint', { name: 'amount_pence', transformer: penceColumn })
  amountPence!: Pence;

  @Column('text')
  state!: 'charged' | 'failed';

  @Column('text', { name: 'status_code' })
  statusCode!: string;

  @Column('timestamptz', { name: 'final_at' })
  finalAt!: Date;
}

/** A free text of ours. */
@Entity({ schema: 'text', name: 'reply' })
@Index('reply_gateway_id', ['gatewayId'], { where: 'gateway_id is not null' })
@Check('reply_handset_check', `handset in ('delivered', 'failed')`)
export class TextReply {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'reply_pkey' })
  id!: string;

  @Column('uuid', { name: 'message_id' })
  messageId!: string;

  @Column('text', { name: 'gateway_id', nullable: true })
  gatewayId!: string | null;

  @Column('text', { nullable: true })
  handset!: HandsetState | null;
}

export const textEntities = [TextMessage, TextCharge, ChargePart, TextReply];
