import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import type { Role } from './permissions.js';

@Entity({ schema: 'access', name: 'token' })
@Unique('token_secret_hash_key', ['secretHash'])
@Check('token_person_check', `person not in ('', 'nobody')`)
@Check('token_role_check', `role in ('auditor', 'finance', 'approver', 'admin')`)
export class Token {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'token_pkey' })
  id!: string;

  /** Whom it acts as. Maker and checker are compared by this. */
  @Column('text')
  person!: string;

  @Column('text')
  role!: Role;

  /** SHA-256 of the bearer: enough for 256 random bits, which nobody can guess. */
  @Column('bytea', { name: 'secret_hash' })
  secretHash!: Buffer;

  @Column('timestamptz', { name: 'created_at', default: () => 'clock_timestamp()' })
  createdAt!: Date;

  /** To the minute. */
  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  lastUsedAt!: Date | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;
}
