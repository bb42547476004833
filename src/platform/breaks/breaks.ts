import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { derivedId } from '../../vocabulary/ids.js';
import { type Pence, penceFromText } from '../../vocabulary/pence.js';
import type { Tx } from '../database/transactions.js';

/** A row of ours or of theirs that a break is about: what it is, its id there, and its amount. */
export interface BreakRow {
  what: string;
  id: string;
  amountPence?: number;
}

/** Something that doesn't agree or can't be understood. Nothing was changed because of it. */
export interface NewBreak {
  kind: string;
  /** What it is about, by ids only; the same kind and reference is the same break. */
  reference: string;
  /** Of what is looked at again and again: a settled break comes again on another occasion, an open one doesn't. */
  occasion?: string;
  detail: string;
  whatToDo: string;
  donationId?: string;
  /** Where there is no donation that says it. */
  appeal?: string;
  amountPence?: Pence;
  /** A London date by which somebody must act. */
  actBy?: string;
  ours?: BreakRow[];
  theirs?: BreakRow[];
}

export interface Break extends NewBreak {
  id: string;
  createdAt: Date;
}

const insert = `
  insert into breaks.break (id, kind, reference, detail, what_to_do, donation_id, appeal, amount_pence, act_by,
    ours, theirs)
  select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11
  where not exists (select from breaks.break where kind = $2 and reference = $3 and settled_at is null)
  on conflict (id) do nothing`;

/** Keeps what does not agree until a person has settled it. It never settles anything by itself. */
@Injectable()
export class Breaks {
  constructor(private readonly dataSource: DataSource) {}

  async note(tx: Tx, found: NewBreak): Promise<void> {
    const { kind, reference, occasion } = found;
    await tx.query(insert, [
      derivedId('break', kind, reference, ...(occasion === undefined ? [] : [occasion])),
      kind,
      reference,
      found.detail,
      found.whatToDo,
      found.donationId ?? null,
      found.appeal ?? null,
      found.amountPence ?? null,
      found.actBy ?? null,
      JSON.stringify(found.ours ?? []),
      JSON.stringify(found.theirs ?? []),
    ]);
  }

  /** What was the matter is so no more, because of what this person did elsewhere. */
  async resolve(
    tx: Tx,
    kind: string,
    references: string[],
    { note, person }: { note: string; person: string },
  ): Promise<void> {
    await tx.query(
      `update breaks.break set settled_at = clock_timestamp(), settled_by = $3, action = 'resolved', note = $4
       where kind = $1 and reference = any($2) and settled_at is null`,
      [kind, references, person, note],
    );
  }

  /** What is not settled, oldest first, 200 at most. */
  async open(): Promise<Break[]> {
    const rows = await this.dataSource.query<(Omit<Break, 'amountPence'> & { amountPence: string | null })[]>(
      `select id, kind, reference, detail, what_to_do as "whatToDo", donation_id as "donationId",
         amount_pence as "amountPence", created_at as "createdAt"
       from breaks.break where settled_at is null order by created_at, id limit 200`,
    );
    return rows.map(({ amountPence, ...row }) => ({
      ...row,
      ...(amountPence === null ? {} : { amountPence: penceFromText(amountPence) }),
    }));
  }
}
