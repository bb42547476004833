import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { derivedId } from '../../vocabulary/ids.js';
import { type Pence, penceFromText } from '../../vocabulary/pence.js';
import type { Tx } from '../database/transactions.js';
import { BreakNotFound } from './breaks.problems.js';

/** Something that doesn't agree or can't be understood. Nothing was changed because of it. */
export interface NewBreak {
  kind: string;
  /** What it is about, by ids only; the same kind and reference is the same break. */
  reference: string;
  detail: string;
  whatToDo: string;
  donationId?: string;
  amountPence?: Pence;
}

export interface Break extends NewBreak {
  id: string;
  createdAt: Date;
}

/** Keeps what does not agree until a person has settled it. It never settles anything by itself. */
@Injectable()
export class Breaks {
  constructor(private readonly dataSource: DataSource) {}

  async note(tx: Tx, found: NewBreak): Promise<void> {
    await tx.query(
      `insert into breaks.break (id, kind, reference, detail, what_to_do, donation_id, amount_pence)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing`,
      [
        derivedId('break', found.kind, found.reference),
        found.kind,
        found.reference,
        found.detail,
        found.whatToDo,
        found.donationId ?? null,
        found.amountPence ?? null,
      ],
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

  /** A person has dealt with it, outside or by other routes; nothing else changes. Throws BreakNotFound. */
  async settle(
    id: string,
    { action, note }: { action: string; note: string },
    person: string,
  ): Promise<void> {
    const [settled] = await this.dataSource.query<[unknown[], number]>(
      `update breaks.break set settled_at = clock_timestamp(), settled_by = $2, action = $3, note = $4
       where id = $1 and settled_at is null returning id`,
      [id, person, action, note],
    );
    if (settled.length === 0) throw new BreakNotFound();
  }
}
