import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Purpose } from '../../ledger/accounts.js';
import type { Meaning } from './line-meanings.js';

/** What a person says that a line of the bank's statement is; posted once another has confirmed it. */
@Entity({ schema: 'treasury', name: 'explanation' })
@Index('explanation_line', ['lineId'])
@Check('explanation_meaning_check', 'see migrations/0038-explained-lines.sql')
@Check('explanation_partner_check', `(meaning = 'partner_returned') = (partner is not null)`)
@Check('explanation_purpose_check', `(meaning = 'bank_donation') = (purpose is not null)`)
@Check('explanation_pledge_check', `pledge_id is null or meaning = 'bank_donation'`)
@Check('explanation_confirmed_check', '(confirmed_by is null) = (confirmed_at is null)')
@Check('explanation_two_people_check', 'confirmed_by <> explained_by')
export class Explanation {
  /** Of what is said and who says it, so that nobody confirms another thing than they saw. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'explanation_pkey' })
  id!: string;

  @Column('uuid', { name: 'line_id' })
  lineId!: string;

  @Column('text')
  meaning!: Meaning;

  /** The appeal whose money it is. */
  @Column('text')
  book!: string;

  @Column('text', { nullable: true })
  purpose!: Purpose | null;

  @Column('text', { nullable: true })
  partner!: string | null;

  @Column('uuid', { name: 'pledge_id', nullable: true })
  pledgeId!: string | null;

  @Column('text', { name: 'explained_by' })
  explainedBy!: string;

  @Column('timestamptz', { name: 'explained_at' })
  explainedAt!: Date;

  @Column('text', { name: 'confirmed_by', nullable: true })
  confirmedBy!: string | null;

  @Column('timestamptz', { name: 'confirmed_at', nullable: true })
  confirmedAt!: Date | null;
}
