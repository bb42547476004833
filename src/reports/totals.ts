import { Injectable } from '@nestjs/common';
import { DonationCounts } from '../giving/donations/donation-counts.js';
import { type BookTotals, Balances } from '../ledger/balances.js';
import type { Pence } from '../vocabulary/pence.js';

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
    private readonly donationCounts: DonationCounts,
  ) {}

  async of(slug: string): Promise<AppealTotals> {
    const [{ raisedPence, remittedPence, heldPence }, { donations, pendingPence }] = await Promise.all([
      this.balances.totals(slug),
      this.donationCounts.of(slug),
    ]);
    return { raisedPence, donations, pendingPence, remittedPence, heldPence };
  }
}
