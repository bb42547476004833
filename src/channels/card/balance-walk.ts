import { Inject, Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { Transactions } from '../../platform/database/transactions.js';
import { STRIPE } from './card.tokens.js';
import { Readings } from './readings.js';
import { StripeCharges } from './stripe-charges.js';
import { StripePresent } from './stripe-present.js';
import { StripeTransactions } from './stripe-transactions.js';

/** More than so many in one stretch of time, and it is walked in halves, so that memory stays flat. */
const mostAtOnce = 1_000;
/** Stripe's lists follow its writes by a moment; what was read lately is read again. */
const overlapSeconds = 10 * 60;

/**
 * Walks Stripe's balance transactions in the order in which they happened and posts those that no event has
 * told us of. Payouts are left out: they are posted by what the others say.
 */
@Injectable()
export class BalanceWalk {
  constructor(
    private readonly transactions: StripeTransactions,
    private readonly charges: StripeCharges,
    private readonly present: StripePresent,
    private readonly database: Transactions,
    private readonly readings: Readings,
    @Inject(STRIPE) private readonly stripe: Stripe,
  ) {}

  /** Everything that Stripe has; resolves with the newest, which it has read. */
  async whole(again = false): Promise<string | undefined> {
    const newest = await this.newest();
    if (newest) await this.until(newest.created, again);
    return newest?.id;
  }

  async newest(): Promise<Stripe.BalanceTransaction | undefined> {
    return (await this.stripe.balanceTransactions.list({ limit: 1 })).data[0];
  }

  /** Everything up to and with this second, from where the last walk came to; from the beginning if `again`. */
  async until(second: number, again = false): Promise<void> {
    const reached = again ? 0 : await this.readings.reached('balance transactions');
    await this.stretch(Math.max(0, reached - overlapSeconds), second);
  }

  private async stretch(from: number, to: number): Promise<void> {
    if (from > to) return;
    const found = await this.list(from, to);
    if (found.length > mostAtOnce && from < to) {
      const middle = Math.floor((from + to) / 2);
      await this.stretch(from, middle);
      return this.stretch(middle + 1, to);
    }
    for (const transaction of await this.transactions.unknown(found.toReversed()))
      await this.post(transaction);
    await this.readings.note('balance transactions', to);
  }

  private async list(from: number, to: number): Promise<Stripe.BalanceTransaction[]> {
    const found: Stripe.BalanceTransaction[] = [];
    const list = { created: { gte: from, lte: to }, limit: 100, expand: ['data.source'] };
    for await (const transaction of this.stripe.balanceTransactions.list(list)) {
      if (!transaction.reporting_category.startsWith('payout')) found.push(transaction);
      if (found.length > mostAtOnce && from < to) break;
    }
    return found;
  }

  /** What is about a charge comes in with all the rest of it; what is about none stands for itself. */
  private async post(transaction: Stripe.BalanceTransaction): Promise<void> {
    const charge = chargeBehind(transaction.source);
    if (charge !== undefined) await this.present.refresh(this.charges, charge);
    const [left] = await this.transactions.unknown([transaction]);
    if (!left) return;
    const book = await this.transactions.bookNamedIn(left.description ?? '');
    await this.database.run((tx) => this.transactions.postElsewhere(tx, left, book));
  }
}

function chargeBehind(source: Stripe.BalanceTransaction['source']): string | undefined {
  if (typeof source === 'string' || source === null) return undefined;
  if (source.object === 'charge') return source.id;
  if (source.object !== 'refund' && source.object !== 'dispute') return undefined;
  return typeof source.charge === 'string' ? source.charge : source.charge?.id;
}
