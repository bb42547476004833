import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity({ schema: 'giving', name: 'donor' })
@Index('donor_email', ['emailMatch'])
@Index('donor_phone', ['phoneMatch'], { where: 'phone_match is not null' })
export class Donor {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'donor_pkey' })
  id!: string;

  /** Sealed JSON of DonorDetails. */
  @Column('bytea')
  details!: Buffer;

  @Column('bytea', { name: 'email_match', nullable: true })
  emailMatch!: Buffer | null;

  @Column('bytea', { name: 'phone_match', nullable: true })
  phoneMatch!: Buffer | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'clock_timestamp()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'erased_at', nullable: true })
  erasedAt!: Date | null;
}
