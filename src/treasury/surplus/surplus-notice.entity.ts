import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Purpose } from '../../ledger/accounts.js';
import { penceColumn } from '../../platform/database/columns.js';
import type { Pence } from '../../vocabulary/pence.js';

/** `prepared` waits for another person; `approved` has been carried out; `cancelled` changes nothing. */
export type NoticeState = 'prepared' | 'approved' | 'cancelled';

@Entity({ schema: 'treasury', name: 'surplus_notice' })
@Index('surplus_notice_appeal', ['appeal', 'preparedAt'])
@Check('surplus_notice_amount_check', 'held_pence >= 0 and passed_on_pence >= 0')
@Check('surplus_notice_purpose_check', `new_donations_purpose in ('restricted', 'surplus')`)
@Check('surplus_notice_state_check', `state in ('prepared', 'approved', 'cancelled')`)
@Check('surplus_notice_decided_check', 'see migrations/0034-surplus-and-closing.sql')
@Check('surplus_notice_approver_check', `state <> 'approved' or decided_by <> prepared_by`)
export class SurplusNotice {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'surplus_notice_pkey' })
  id!: string;

  @Column('text')
  appeal!: string;

  /** The London date of the charity's notice. */
  @Column('date', { name: 'notice_date' })
  noticeDate!: string;

  /** Of what we hold: re-designated in the books. */
  @Column('bigint', { name: 'held_pence', transformer: penceColumn })
  heldPence!: Pence;

  /** Of what was passed on already: the charity's own affair, kept as it said it. */
  @Column('bigint', { name: 'passed_on_pence', transformer: penceColumn })
  passedOnPence!: Pence;

  @Column('text', { name: 'new_donations_purpose' })
  newDonationsPurpose!: Purpose;

  @Column('text', { name: 'purpose_words', nullable: true })
  purposeWords!: string | null;

  @Column('bytea', { nullable: true, select: false })
  document!: Buffer | null;

  @Column('text')
  state!: NoticeState;

  @Column('text', { name: 'prepared_by' })
  preparedBy!: string;

  @Column('timestamptz', { name: 'prepared_at' })
  preparedAt!: Date;

  @Column('text', { name: 'decided_by', nullable: true })
  decidedBy!: string | null;

  @Column('timestamptz', { name: 'decided_at', nullable: true })
  decidedAt!: Date | null;
}
