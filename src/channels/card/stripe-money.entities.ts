import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { penceColumn } from '../../platform/database/columns.js';
import type { Pence } from '../../vocabulary/pence.js';

/** What Stripe says moved: kept in the transaction that posts it. */
@Entity({ schema: 'card', name: 'balance_transaction' })
@Index('balance_transaction_source', ['sourceId'])
@Index('balance_transaction_donation', ['donationId'], { where: 'donation_id is not null' })
@Index('balance_transaction_unsettled', ['book'], { where: 'payout_id is null' })
@Index('balance_transaction_book', ['book', 'createdAt', 'id'])
@Check('balance_transaction_net_check', 'net_pence = amount_pence - fee_pence')
export class StripeTransaction {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'balance_transaction_pkey' })
  id!: string;

  @Column('text')
  category!: string;

  @Column('text', { name: 'source_id', nullable: true })
  sourceId!: string | null;

  @Column('text', { nullable: true })
  book!: string | null;

  @Column('uuid', { name: 'donation_id', nullable: true })
  donationId!: string | null;

  @Column('text')
  currency!: string;

  @Column('bigint', { name: 'amount_pence', transformer: penceColumn })
  amountPence!: Pence;

  @Column('bigint', { name: 'fee_pence', transformer: penceColumn })
  feePence!: Pence;

  @Column('bigint', { name: 'net_pence', transformer: penceColumn })
  netPence!: Pence;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('text', { name: 'payout_id', nullable: true })
  payoutId!: string | null;
}

/** A refund as Stripe has it, whoever asked for it. */
@Entity({ schema: 'card', name: 'refund' })
@Index('refund_donation', ['donationId'])
@Index('refund_open', ['askedAt'], { where: `status in ('pending', 'requires_action')` })
@Check('refund_amount_check', 'amount_pence > 0')
export class StripeRefund {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'refund_pkey' })
  id!: string;

  @Column('uuid', { name: 'donation_id' })
  donationId!: string;

  @Column('uuid', { name: 'refund_id', nullable: true })
  refundId!: string | null;

  @Column('bigint', { name: 'amount_pence', transformer: penceColumn })
  amountPence!: Pence;

  @Column('text')
  status!: string;

  @Column('text', { nullable: true })
  failure!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'asked_at' })
  askedAt!: Date;
}

@Entity({ schema: 'card', name: 'dispute' })
@Index('dispute_donation', ['donationId'])
@Index('dispute_open', ['askedAt'], {
  where: `status not in ('won', 'lost', 'warning_closed', 'prevented')`,
})
@Check('dispute_amount_check', 'amount_pence > 0')
export class StripeDispute {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'dispute_pkey' })
  id!: string;

  @Column('uuid', { name: 'donation_id' })
  donationId!: string;

  @Column('bigint', { name: 'amount_pence', transformer: penceColumn })
  amountPence!: Pence;

  @Column('bigint', { name: 'withdrawn_pence', transformer: penceColumn })
  withdrawnPence!: Pence;

  @Column('bigint', { name: 'lost_pence', transformer: penceColumn, default: 0 })
  lostPence!: Pence;

  @Column('text')
  status!: string;

  @Column('text')
  reason!: string;

  @Column('timestamptz', { name: 'answer_by', nullable: true })
  answerBy!: Date | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'asked_at' })
  askedAt!: Date;
}

@Entity({ schema: 'card', name: 'payout' })
@Index('payout_open', ['askedAt'], { where: 'tied_at is null' })
@Check('payout_returned_check', 'returned_at is null or shared_at is not null')
export class StripePayout {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'payout_pkey' })
  id!: string;

  @Column('bigint', { name: 'amount_pence', transformer: penceColumn })
  amountPence!: Pence;

  @Column('boolean')
  automatic!: boolean;

  @Column('text')
  status!: string;

  /** A London date, YYYY-MM-DD. */
  @Column('date', { name: 'arrives_on' })
  arrivesOn!: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'shared_at', nullable: true })
  sharedAt!: Date | null;

  @Column('timestamptz', { name: 'tied_at', nullable: true })
  tiedAt!: Date | null;

  @Column('timestamptz', { name: 'returned_at', nullable: true })
  returnedAt!: Date | null;

  @Column('timestamptz', { name: 'asked_at' })
  askedAt!: Date;
}

@Entity({ schema: 'card', name: 'payout_share' })
export class PayoutShare {
  @PrimaryColumn('text', { name: 'payout_id', primaryKeyConstraintName: 'payout_share_pkey' })
  payoutId!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'payout_share_pkey' })
  book!: string;

  @Column('bigint', { name: 'net_pence', transformer: penceColumn })
  netPence!: Pence;
}

@Entity({ schema: 'card', name: 'reading' })
export class Reading {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'reading_pkey' })
  list!: string;

  @Column('timestamptz', { name: 'read_until' })
  readUntil!: Date;
}

export const stripeMoneyEntities = [
  StripeTransaction,
  StripeRefund,
  StripeDispute,
  StripePayout,
  PayoutShare,
  Reading,
];
