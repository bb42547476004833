import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Role } from './permissions.js';

const knownRole = `role in ('auditor', 'finance', 'approver', 'admin')`;

/** Somebody who may sign in. An e-mail address stays readable, whichever key seals the rest. */
@Entity({ schema: 'access', name: 'person' })
@Unique('person_name_key', ['nameKey'])
@Unique('person_email_key', ['email'])
@Check('person_name_check', `name not in ('', 'nobody', 'command line')`)
@Check('person_email_check', 'email = lower(email)')
@Check('person_role_check', knownRole)
@Check('person_status_check', `status in ('active', 'deactivated')`)
@Check('person_password_hash_check', `password_hash like '$argon2id$%'`)
@Check('person_totp_check', `role = 'auditor' or totp_secret is not null`)
export class Person {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'person_pkey' })
  id!: string;

  @Column('text')
  name!: string;

  /** The name as it is compared: makers and checkers are told apart by it. */
  @Column('text', { name: 'name_key' })
  nameKey!: string;

  @Column('text')
  email!: string;

  @Column('text')
  role!: Role;

  @Column('text', { default: 'active' })
  status!: 'active' | 'deactivated';

  @Column('text', { name: 'password_hash' })
  passwordHash!: string;

  /** Sealed. */
  @Column('bytea', { name: 'totp_secret', nullable: true })
  totpSecret!: Buffer | null;

  /** The last period of 30 seconds whose code was used. */
  @Column('bigint', { name: 'totp_step', nullable: true })
  totpStep!: number | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'last_signed_in_at', nullable: true })
  lastSignedInAt!: Date | null;
}

/** The link is made of the id with our key, and kept nowhere. */
@Entity({ schema: 'access', name: 'invitation' })
@Check('invitation_email_check', 'email = lower(email)')
@Check('invitation_role_check', knownRole)
@Index('invitation_of_email', ['email'])
export class Invitation {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'invitation_pkey' })
  id!: string;

  @Column('text')
  email!: string;

  /** Whom the administrator says that it is for; absent, they give their name themselves. */
  @Column('text', { nullable: true })
  name!: string | null;

  @Column('text')
  role!: Role;

  /** Sealed. */
  @Column('bytea', { name: 'totp_secret' })
  totpSecret!: Buffer;

  @Column('text', { name: 'invited_by' })
  invitedBy!: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  @Column('timestamptz', { name: 'accepted_at', nullable: true })
  acceptedAt!: Date | null;
}

@Entity({ schema: 'access', name: 'recovery_code' })
export class RecoveryCode {
  @PrimaryColumn('uuid', { name: 'person_id', primaryKeyConstraintName: 'recovery_code_pkey' })
  personId!: string;

  @PrimaryColumn('bytea', { name: 'code_hash', primaryKeyConstraintName: 'recovery_code_pkey' })
  codeHash!: Buffer;

  @Column('timestamptz', { name: 'used_at', nullable: true })
  usedAt!: Date | null;
}

/** Belongs to a person or, in the sandbox and on the first day, to a token. */
@Entity({ schema: 'access', name: 'session' })
@Unique('session_secret_hash_key', ['secretHash'])
@Check('session_owner_check', 'num_nonnulls(person_id, token_id) = 1')
@Index('session_of_person', ['personId'], { where: 'ended_at is null' })
export class Session {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'session_pkey' })
  id!: string;

  @Column('bytea', { name: 'secret_hash' })
  secretHash!: Buffer;

  @Column('uuid', { name: 'person_id', nullable: true })
  personId!: string | null;

  @Column('uuid', { name: 'token_id', nullable: true })
  tokenId!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'last_seen_at' })
  lastSeenAt!: Date;

  @Column('timestamptz', { name: 'ends_at' })
  endsAt!: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}

export const staffEntities = [Person, Invitation, RecoveryCode, Session];
