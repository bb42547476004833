import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Purpose } from '../../ledger/accounts.js';
import { penceColumn } from '../../platform/database/columns.js';
import type { Pence } from '../../vocabulary/pence.js';
import type { DonationStatus } from './donation-states.js';

export type Channel = 'card' | 'text' | 'bank';
export type Collection = 'held' | 'direct';

@Entity({ schema: 'giving', name: 'donation' })
@Index('donation_appeal', ['appeal', 'givenAt', 'id'])
@Index('donation_donor', ['donorId'], { where: 'donor_id is not null' })
@Index('donation_confirmed', ['appeal', 'confirmedEpoch', 'confirmedTxid'], {
  where: 'confirmed_txid is not null',
})
@Index('donation_undone', ['appeal'], { where: `status in ('refunded', 'lost', 'reversed')` })
@Index('donation_went_back', ['appeal'], {
  where: `status in ('part_refunded', 'refunded', 'lost', 'reversed', 'disputed')`,
})
@Index('donation_short', ['appeal'], { where: 'see migrations/0028-matched-giving.sql' })
@Index('donation_pending', ['appeal', 'amountPence'], { where: `status = 'pending'` })
@Index('donation_amount', ['appeal', 'amountPence', 'givenAt', 'id'])
@Index('donation_unusual', ['appeal', 'status', 'givenAt', 'id'], {
  where: `status not in ('pending', 'confirmed')`,
})
@Index('donation_by_bank', ['appeal', 'givenAt', 'id'], { where: `channel = 'bank'` })
@Check('donation_channel_check', `channel in ('card', 'text', 'bank')`)
@Check('donation_collection_check', `collection in ('held', 'direct')`)
@Check('donation_purpose_check', `purpose in ('restricted', 'surplus')`)
@Check('donation_status_check', 'see migrations/0003-giving.sql')
@Check('donation_amount_check', 'amount_pence > 0')
@Check('donation_undone_check', 'see migrations/0003-giving.sql')
@Check('donation_charged_check', 'see migrations/0003-giving.sql')
@Check('donation_confirmed_check', '(confirmed_txid is not null) = (charged_pence > 0)')
export class Donation {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'donation_pkey' })
  id!: string;

  @Column('text')
  appeal!: string;

  /** The wording that this donor saw. */
  @Column('integer', { name: 'appeal_version' })
  appealVersion!: number;

  @Column('text')
  channel!: Channel;

  @Column('text')
  collection!: Collection;

  @Column('text')
  purpose!: Purpose;

  @Column('text')
  status!: DonationStatus;

  /** The company said that it was paid; `confirmed` once the books have it. */
  @Column('boolean', { default: false })
  paid!: boolean;

  @Column('bigint', { name: 'amount_pence', transformer: penceColumn })
  amountPence!: Pence;

  @Column('bigint', { name: 'charged_pence', transformer: penceColumn, default: 0 })
  chargedPence!: Pence;

  @Column('bigint', { name: 'refunded_pence', transformer: penceColumn, default: 0 })
  refundedPence!: Pence;

  @Column('bigint', { name: 'lost_pence', transformer: penceColumn, default: 0 })
  lostPence!: Pence;

  @Column('bigint', { name: 'reversed_pence', transformer: penceColumn, default: 0 })
  reversedPence!: Pence;

  @Column('timestamptz', { name: 'given_at' })
  givenAt!: Date;

  @Column('timestamptz', { name: 'confirmed_at', nullable: true })
  confirmedAt!: Date | null;

  /** Which transaction first charged it, as `ledger.transfer` keeps its own: what counting goes by. */
  @Column('smallint', { name: 'confirmed_epoch', default: 1 })
  confirmedEpoch!: number;

  @Column('bigint', { name: 'confirmed_txid', nullable: true })
  confirmedTxid!: string | null;

  @Column('uuid', { name: 'donor_id', nullable: true })
  donorId!: string | null;

  @Column('text', { name: 'receipt_token' })
  receiptToken!: string;

  /** What was asked for under the same id: another request must not pass for this one. */
  @Column('text', { name: 'request_hash', nullable: true })
  requestHash!: string | null;
}
