import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { ConsentDto } from './donors.dto.js';

/** A donor's yes to one organisation writing or calling in one way. */
@Entity({ schema: 'giving', name: 'consent' })
@Index('consent_donor', ['donorId'])
@Check('consent_organisation_check', `organisation in ('operator', 'partner')`)
@Check('consent_channel_check', `channel in ('email', 'text', 'phone')`)
export class Consent {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'consent_pkey' })
  id!: string;

  @Column('uuid', { name: 'donor_id' })
  donorId!: string;

  @Column('text')
  organisation!: ConsentDto['organisation'];

  /** As the donor read it. */
  @Column('text', { name: 'organisation_name' })
  organisationName!: string;

  @Column('text')
  channel!: ConsentDto['channel'];

  /** Which words the donor ticked: see consent-wordings.ts. */
  @Column('text')
  wording!: string;

  @Column('timestamptz', { name: 'given_at' })
  givenAt!: Date;
}
