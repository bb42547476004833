import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ schema: 'card', name: 'payment' })
@Check('payment_attempt_check', 'attempt >= 1')
export class Payment {
  @PrimaryColumn('uuid', { name: 'donation_id', primaryKeyConstraintName: 'payment_pkey' })
  donationId!: string;

  /** Grows only after a definite failure: it is part of the idempotency key that Stripe sees. */
  @Column('integer', { default: 1 })
  attempt!: number;

  @Column('text', { name: 'session_id', nullable: true })
  sessionId!: string | null;

  @Column('text', { name: 'session_url', nullable: true })
  sessionUrl!: string | null;

  @Column('timestamptz', { name: 'session_expires_at', nullable: true })
  sessionExpiresAt!: Date | null;

  /** When Stripe was last asked about the session outside of its events. */
  @Column('timestamptz', { name: 'asked_at', nullable: true })
  askedAt!: Date | null;
}
