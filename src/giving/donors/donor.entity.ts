import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity({ schema: 'giving', name: 'donor' })
@Index('donor_email', ['emailMatch'])
export class Donor {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'donor_pkey' })
  id!: string;

  /** Sealed JSON of DonorDetails. */
  @Column('bytea')
  details!: Buffer;

  @Column('bytea', { name: 'email_match', nullable: true })
  emailMatch!: Buffer | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'clock_timestamp()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'erased_at', nullable: true })
  erasedAt!: Date | null;
}
