import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Scope, WordingName } from './declaration-wordings.js';

@Entity({ schema: 'giving', name: 'declaration' })
@Index('declaration_forget', ['forgetOn'], { where: 'forget_on is not null' })
@Index('declaration_donor', ['donorMatch'], { where: 'donor_match is not null' })
@Check('declaration_scope_check', `scope in ('this_gift', 'all_gifts')`)
@Check('declaration_made_by_check', `made_by in ('with_gift', 'gift_link')`)
@Check('declaration_cancelled_check', '(cancelled_at is null) = (cancelled_by is null)')
export class Declaration {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'declaration_pkey' })
  id!: string;

  /** The charity that it names. */
  @Column('text')
  partner!: string;

  @Column('text')
  scope!: Scope;

  @Column('text')
  wording!: WordingName;

  /** On the form of the gift, or behind the link of a text. */
  @Column('text', { name: 'made_by' })
  madeBy!: 'with_gift' | 'gift_link';

  @Column('timestamptz', { name: 'made_at' })
  madeAt!: Date;

  /** Sealed JSON of DeclarationDetails; null once it was forgotten. */
  @Column('bytea', { nullable: true })
  details!: Buffer | null;

  /** Of the e-mail address and the name, where it is for gifts to come: finds it for them. */
  @Column('bytea', { name: 'donor_match', nullable: true })
  donorMatch!: Buffer | null;

  @Column('timestamptz', { name: 'cancelled_at', nullable: true })
  cancelledAt!: Date | null;

  /** `donor`, or the member of staff whom the donor told. */
  @Column('text', { name: 'cancelled_by', nullable: true })
  cancelledBy!: string | null;

  /** Set when its donor was erased: until then the law asks for it. */
  @Column('date', { name: 'forget_on', nullable: true })
  forgetOn!: string | null;
}

/** A gift that a declaration covers. */
@Entity({ schema: 'giving', name: 'declared_donation' })
@Index('declared_donation_declaration', ['declarationId'])
export class DeclaredDonation {
  @PrimaryColumn('uuid', { name: 'donation_id', primaryKeyConstraintName: 'declared_donation_pkey' })
  donationId!: string;

  @PrimaryColumn('uuid', { name: 'declaration_id', primaryKeyConstraintName: 'declared_donation_pkey' })
  declarationId!: string;
}
