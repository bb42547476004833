import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
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
}

@Entity({ schema: 'giving', name: 'appeal_version' })
@Check('appeal_version_check', 'version >= 1')
export class AppealVersion {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'appeal_version_pkey' })
  slug!: string;

  @PrimaryColumn('integer', { primaryKeyConstraintName: 'appeal_version_pkey' })
  version!: number;

  @Column('jsonb')
  definition!: AppealDefinition;

  @Column('timestamptz', { name: 'created_at', default: () => 'clock_timestamp()' })
  createdAt!: Date;
}
