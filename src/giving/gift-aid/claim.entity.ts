import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import { penceColumn } from '../../platform/database/columns.js';
import type { Pence } from '../../vocabulary/pence.js';

/** A gift that the charity can't claim on yet, and why. */
export interface LeftOut {
  donationId: string;
  reason: string;
}

@Entity({ schema: 'giving', name: 'gift_aid_claim' })
@Unique('gift_aid_claim_number_key', ['appeal', 'number'])
@Check('gift_aid_claim_number_check', 'number >= 1')
export class GiftAidClaim {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'gift_aid_claim_pkey' })
  id!: string;

  @Column('text')
  appeal!: string;

  /** 1, 2, 3 … of its appeal. */
  @Column('integer')
  number!: number;

  /** The charity that claims. */
  @Column('text')
  partner!: string;

  /** A London date: what was retained at its end is claimed. */
  @Column('date', { name: 'as_of' })
  asOf!: string;

  @Column('text', { name: 'made_by' })
  madeBy!: string;

  @Column('timestamptz', { name: 'made_at' })
  madeAt!: Date;

  @Column('jsonb', { name: 'left_out' })
  leftOut!: LeftOut[];
}

@Entity({ schema: 'giving', name: 'claimed_donation' })
@Index('claimed_donation_claim', ['claimId', 'givenOn', 'donationId'])
@Index('claimed_donation_declaration', ['declarationId'])
@Check('claimed_donation_amount_check', 'claimed_pence > 0')
export class ClaimedDonation {
  @PrimaryColumn('uuid', { name: 'donation_id', primaryKeyConstraintName: 'claimed_donation_pkey' })
  donationId!: string;

  @Column('uuid', { name: 'claim_id' })
  claimId!: string;

  @Column('uuid', { name: 'declaration_id' })
  declarationId!: string;

  @Column('date', { name: 'given_on' })
  givenOn!: string;

  @Column('bigint', { name: 'claimed_pence', transformer: penceColumn })
  claimedPence!: Pence;
}

@Entity({ schema: 'giving', name: 'over_claimed' })
@Index('over_claimed_donation', ['donationId'])
@Check('over_claimed_amount_check', 'over_claimed_pence > 0')
export class OverClaimed {
  @PrimaryColumn('uuid', { name: 'claim_id', primaryKeyConstraintName: 'over_claimed_pkey' })
  claimId!: string;

  @PrimaryColumn('uuid', { name: 'donation_id', primaryKeyConstraintName: 'over_claimed_pkey' })
  donationId!: string;

  @Column('bigint', { name: 'over_claimed_pence', transformer: penceColumn })
  overClaimedPence!: Pence;
}
