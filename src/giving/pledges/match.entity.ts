import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity({ schema: 'giving', name: 'match' })
@Index('match_appeal', ['appeal'])
@Check('match_sponsor_name_check', `sponsor_name <> ''`)
@Check('match_ratio_check', 'ratio_percent between 1 and 1000')
@Check('match_window_check', 'begins_at < ends_at')
export class Match {
  /** Its pledge's: what the sponsor promises and pays is a pledge like any other. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'match_pkey' })
  id!: string;

  @Column('text')
  appeal!: string;

  /** Shown to everybody. */
  @Column('text', { name: 'sponsor_name' })
  sponsorName!: string;

  /** What the sponsor adds to each pound of donors: 100 doubles it. */
  @Column('integer', { name: 'ratio_percent' })
  ratioPercent!: number;

  /** Donations are matched that came into the books from then on… */
  @Column('timestamptz', { name: 'begins_at' })
  beginsAt!: Date;

  /** …and before then. */
  @Column('timestamptz', { name: 'ends_at' })
  endsAt!: Date;
}
