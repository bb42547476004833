import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Pence, penceFromText } from '../vocabulary/pence.js';

/** An appeal's figures as everybody sees them. Promises stand apart: pending money is never raised money. */
export interface AppealTotals {
  raisedPence: Pence;
  /** Confirmed and not wholly undone. */
  donations: number;
  pendingPence: Pence;
  remittedPence: Pence;
  heldPence: Pence;
}

/** Raised as in identity 2 (held + remitted − due from partners) plus what the charity collected itself. */
const figures = `
  select coalesce(held_pence + remitted_pence - due_from_partner_pence + given_directly_pence, 0)::text as raised,
    donations::text, pending_pence::text as pending, coalesce(remitted_pence, 0)::text as remitted,
    coalesce(held_pence, 0)::text as held
  from giving.donation_figures left join ledger.book_total on book_total.book = donation_figures.appeal
  where donation_figures.appeal = $1`;

/** Asks the books each time, all figures of one instant; no total is kept anywhere. */
@Injectable()
export class Totals {
  constructor(private readonly dataSource: DataSource) {}

  async of(slug: string): Promise<AppealTotals> {
    const [row] = await this.dataSource.query<Record<string, string>[]>(figures, [slug]);
    const amount = (name: string): Pence => penceFromText(row?.[name] ?? '0');
    return {
      raisedPence: amount('raised'),
      donations: Number(row?.['donations'] ?? 0),
      pendingPence: amount('pending'),
      remittedPence: amount('remitted'),
      heldPence: amount('held'),
    };
  }
}
