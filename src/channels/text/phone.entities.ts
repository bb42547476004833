import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { penceColumn } from '../../platform/database/columns.js';
import type { Pence } from '../../vocabulary/pence.js';

/** What we must remember of a number, by its keyed hash alone. */
@Entity({ schema: 'text', name: 'phone' })
@Index('phone_erase', ['eraseBefore'], { where: 'erase_before is not null' })
@Check('phone_free_texts_check', 'free_texts >= 0')
export class Phone {
  @PrimaryColumn('bytea', { name: 'phone_match', primaryKeyConstraintName: 'phone_pkey' })
  phoneMatch!: Buffer;

  @Column('timestamptz', { name: 'last_text_at' })
  lastTextAt!: Date;

  /** Its own new gifts are taken all the same, and HELP is answered. */
  @Column('timestamptz', { name: 'opted_out_at', nullable: true })
  optedOutAt!: Date | null;

  /** Since `freeTextsSince`. */
  @Column('integer', { name: 'free_texts', default: 0 })
  freeTexts!: number;

  @Column('timestamptz', { name: 'free_texts_since', nullable: true })
  freeTextsSince!: Date | null;

  /** Its donor was forgotten then: what came before is erased as soon as it is settled. */
  @Column('timestamptz', { name: 'erase_before', nullable: true })
  eraseBefore!: Date | null;
}

/** A text that looks like a double tap, and what its donor said. The id is the donation's. */
@Entity({ schema: 'text', name: 'hold' })
@Index('hold_waiting', ['phoneMatch', 'heldAt'], { where: `state = 'waiting'` })
@Check('hold_state_check', 'see migrations/0010-text-rules.sql')
@Check('hold_ended_check', `(ended_at is null) = (state = 'waiting')`)
export class Hold {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'hold_pkey' })
  id!: string;

  @Column('uuid', { name: 'message_id' })
  messageId!: string;

  @Column('bytea', { name: 'phone_match' })
  phoneMatch!: Buffer;

  @Column('text')
  shortcode!: string;

  @Column('timestamptz', { name: 'held_at' })
  heldAt!: Date;

  @Column('text', { default: 'waiting' })
  state!: 'waiting' | 'released' | 'dropped' | 'expired';

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}

/** A part of a long text, while others are still missing. Numbers and words are sealed. */
@Entity({ schema: 'text', name: 'part' })
@Index('part_phone', ['phoneMatch', 'ref'])
@Check('part_number_check', 'number between 1 and total')
export class TextPart {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'part_pkey' })
  id!: string;

  @Column('text')
  gateway!: string;

  @Column('text', { name: 'external_id' })
  externalId!: string;

  @Column('text')
  shortcode!: string;

  @Column('bytea')
  phone!: Buffer;

  @Column('bytea', { name: 'phone_match' })
  phoneMatch!: Buffer;

  @Column('text')
  operator!: string;

  /** The handset's own number of the whole text. */
  @Column('text')
  ref!: string;

  @Column('integer')
  total!: number;

  @Column('integer')
  number!: number;

  @Column('bytea')
  body!: Buffer;

  @Column('timestamptz', { name: 'received_at' })
  receivedAt!: Date;
}

/** A link to pay by card, as a text carried it. */
@Entity({ schema: 'text', name: 'card_link' })
@Check('card_link_amount_check', 'amount_pence > 0')
export class CardLink {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'card_link_pkey' })
  token!: string;

  @Column('uuid', { name: 'message_id' })
  messageId!: string;

  @Column('text')
  appeal!: string;

  @Column('bigint', { name: 'amount_pence', transformer: penceColumn })
  amountPence!: Pence;

  /** The promise that it keeps, where the text itself was one. */
  @Column('uuid', { name: 'pledge_id', nullable: true })
  pledgeId!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}

export const phoneEntities = [Phone, Hold, TextPart, CardLink];
