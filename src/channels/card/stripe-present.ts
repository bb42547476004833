import { Injectable } from '@nestjs/common';
import { Donations } from '../../giving/donations/donations.service.js';
import { type Tx, Transactions } from '../../platform/database/transactions.js';
import type { Present, StripeHandler } from './stripe-handler.js';

/** Applies what Stripe says now, with the donations that it concerns locked. It never asks inside a transaction. */
@Injectable()
export class StripePresent {
  constructor(
    private readonly donations: Donations,
    private readonly transactions: Transactions,
  ) {}

  async apply(tx: Tx, presents: Present[]): Promise<void> {
    await this.donations.lock(
      tx,
      presents.flatMap(({ donationIds }) => donationIds),
    );
    for (const present of presents) await present.apply(tx);
  }

  /** Asks about one object and applies the answer at once, where no event is behind it. */
  async refresh(handler: StripeHandler, id: string, thorough = true): Promise<void> {
    const present = await handler.ask(id, thorough);
    if (present) await this.transactions.run((tx) => this.apply(tx, [present]));
  }
}
