import { Inject, Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { DataSource } from 'typeorm';
import { Breaks } from '../../platform/breaks/breaks.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Clock, londonDate } from '../../vocabulary/clock.js';
import { formatPounds, pence, penceFromText } from '../../vocabulary/pence.js';
import { BalanceWalk } from './balance-walk.js';
import { STRIPE } from './card.tokens.js';

/** Where money moves all the time, a later round finds a quiet moment. */
const mostTries = 3;

/** What the books say Stripe has: all of `stripe_balance`, and what they don't hold or don't know whose it is yet. */
const ours = `
  select ((select coalesce(sum(balance_pence), 0) from ledger.balance join ledger.account on id = account
      where name = 'stripe_balance')
    + (select coalesce(sum(net_pence), 0) from card.balance_transaction
      where book is null and currency = 'gbp' and payout_id is null and donation_id is not null)
    - (select coalesce(sum(amount_pence), 0) from card.payout
      where shared_at is null and status not in ('failed', 'canceled')))::text as pence`;

/** What the books say Stripe has, and what Stripe says. */
interface Sides {
  oursPence: number;
  theirsPence: number;
}

/** Compares the books with Stripe's own balance of the same instant. A difference is shown; nothing is corrected. */
@Injectable()
export class BalanceCheck {
  constructor(
    private readonly walk: BalanceWalk,
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly breaks: Breaks,
    private readonly clock: Clock,
    @Inject(STRIPE) private readonly stripe: Stripe,
  ) {}

  /** Resolves with by how much Stripe has more than the books; undefined where no instant was quiet. */
  async run(): Promise<number | undefined> {
    let sides = await this.compare(false);
    // Something is missing that the overlap didn't reach: look from the beginning before saying so.
    if (sides && differenceOf(sides) !== 0) sides = await this.compare(true);
    if (sides && differenceOf(sides) !== 0) await this.note(sides);
    return sides && differenceOf(sides);
  }

  /** Nothing moved between the walk and the reading of both sides, or it is tried again. */
  private async compare(again: boolean): Promise<Sides | undefined> {
    for (let tries = 0; tries < mostTries; tries++) {
      const before = await this.walk.whole(again);
      const theirsPence = balanceOf(await this.stripe.balance.retrieve());
      const [row] = await this.dataSource.query<[{ pence: string }]>(ours);
      if ((await this.walk.newest())?.id === before)
        return { oursPence: penceFromText(row.pence), theirsPence };
    }
    return undefined;
  }

  private note(sides: Sides): Promise<void> {
    const difference = differenceOf(sides);
    return this.transactions.run((tx) =>
      this.breaks.note(tx, {
        kind: 'stripe_balance_differs',
        reference: 'balance',
        occasion: londonDate(this.clock.now()),
        detail: `Stripe’s balance is ${formatPounds(pence(difference))} more than the books say.`,
        whatToDo:
          'Look for a balance transaction that was refused or is in another currency, and post it by hand.',
        amountPence: pence(difference),
        ours: [{ what: 'stripe_balance', id: 'books', amountPence: sides.oursPence }],
        theirs: [{ what: 'balance', id: 'Stripe', amountPence: sides.theirsPence }],
      }),
    );
  }
}

const differenceOf = ({ oursPence, theirsPence }: Sides): number => theirsPence - oursPence;

function balanceOf({ available, pending }: Stripe.Balance): number {
  return [...available, ...pending]
    .filter(({ currency }) => currency === 'gbp')
    .reduce((sum, { amount }) => sum + amount, 0);
}
