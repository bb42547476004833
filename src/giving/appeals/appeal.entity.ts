import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import type { Purpose } from '../../ledger/accounts.js';
import type { AppealDefinition } from './appeal-definition.js';

@Entity({ schema: 'giving', name: 'appeal' })
@Check('appeal_status_check', `status in ('open', 'stopped', 'closed')`)
export class Appeal {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'appeal_pkey' })
  slug!: string;

  /** The wording that donors see now. */
  @Column('integer')
  version!: number;

  /** What staff decided; the dates of the definition decide the rest. */
  @Column('text')
  status!: 'open' | 'stopped' | 'closed';

  @Column('timestamptz', { name: 'created_at', default: () => 'clock_timestamp()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'stopped_at', nullable: true })
  stoppedAt!: Date | null;

  @Column('text', { name: 'stopped_by', nullable: true })
  stoppedBy!: string | null;

  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt!: Date | null;

  @Column('text', { name: 'closed_by', nullable: true })
  closedBy!: string | null;

  /** What was in the books when it was seen to be at zero: whatever its snapshot doesn't show came late. */
  @Column('smallint', { name: 'closed_epoch', nullable: true })
  closedEpoch!: number | null;

  @Column('text', { name: 'closed_snapshot', nullable: true })
  closedSnapshot!: string | null;
}

@Entity({ schema: 'giving', name: 'appeal_version' })
@Check('appeal_version_check', 'version >= 1')
@Check('appeal_version_purpose_check', `purpose in ('restricted', 'surplus')`)
export class AppealVersion {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'appeal_version_pkey' })
  slug!: string;

  @PrimaryColumn('integer', { primaryKeyConstraintName: 'appeal_version_pkey' })
  version!: number;

  @Column('jsonb')
  definition!: AppealDefinition;

  /** What is given under this wording is for. */
  @Column('text', { default: 'restricted' })
  purpose!: Purpose;

  /** Of a surplus notice that had its own. */
  @Column('text', { name: 'purpose_words', nullable: true })
  purposeWords!: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'clock_timestamp()' })
  createdAt!: Date;
}
