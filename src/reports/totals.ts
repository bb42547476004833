import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type BookTotals, Balances } from '../ledger/balances.js';
import { type Pence, penceFromText } from '../vocabulary/pence.js';

/** An appeal's figures as everybody sees them. Promises stand apart: pending money is never raised money. */
export interface AppealTotals extends BookTotals {
  /** Confirmed and not wholly undone. */
  donations: number;
  pendingPence: Pence;
}

/** Asks the books each time; no total is kept anywhere. */
@Injectable()
export class Totals {
  constructor(
    private readonly balances: Balances,
    private readonly dataSource: DataSource,
  ) {}

  async of(slug: string): Promise<AppealTotals> {
    const [{ raisedPence, remittedPence, heldPence }, [row]] = await Promise.all([
      this.balances.totals(slug),
      this.dataSource.query<[{ donations: string; pending: string }]>(
        `select count(*) filter (where charged_pence > refunded_pence + lost_pence + reversed_pence) as donations,
           coalesce(sum(amount_pence) filter (where status = 'pending'), 0)::text as pending
         from giving.donation where appeal = $1`,
        [slug],
      ),
    ]);
    const pendingPence = penceFromText(row.pending);
    return { raisedPence, donations: Number(row.donations), pendingPence, remittedPence, heldPence };
  }
}
