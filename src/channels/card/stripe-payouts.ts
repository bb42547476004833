import { Inject, Injectable } from '@nestjs/common';
import type Stripe from 'stripe';
import { otherBook } from '../../ledger/accounts.js';
import type { Entry } from '../../ledger/entry.js';
import { Ledger } from '../../ledger/ledger.js';
import { payoutCreated, payoutFailed, stripeFee } from '../../ledger/postings-card.js';
import { Breaks } from '../../platform/breaks/breaks.js';
import type { Tx } from '../../platform/database/transactions.js';
import { News } from '../../platform/messaging/news.js';
import { Clock } from '../../vocabulary/clock.js';
import { formatPounds, pence } from '../../vocabulary/pence.js';
import { BalanceWalk } from './balance-walk.js';
import { type OfBook, payoutExpected, payoutReturned } from '../../ledger/bank.events.js';
import { STRIPE } from './card.tokens.js';
import { PayoutShares } from './payout-shares.js';
import { expanded } from './stripe-client.js';
import type { Present, StripeHandler } from './stripe-handler.js';
import { StripePayout } from './stripe-money.entities.js';
import { moveOf, StripeTransactions } from './stripe-transactions.js';

interface PayoutNow {
  payout: Stripe.Payout;
  /** Absent until Stripe says that it can list them all. */
  items?: Item[];
  askedAt: Date;
}

const insert = `
  insert into card.payout (id, amount_pence, automatic, status, arrives_on, created_at, asked_at)
  values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing`;
/** `asked_at` goes forward only: what was asked earlier and comes later changes nothing. */
const update = `
  update card.payout set status = $2, arrives_on = $3, asked_at = $4 where id = $1 and asked_at <= $4`;

/** Payouts: on their way to the bank, itemised to the penny, and back where they failed. */
@Injectable()
export class StripePayouts implements StripeHandler {
  constructor(
    private readonly walk: BalanceWalk,
    private readonly transactions: StripeTransactions,
    private readonly shares: PayoutShares,
    private readonly ledger: Ledger,
    private readonly news: News,
    private readonly breaks: Breaks,
    private readonly clock: Clock,
    @Inject(STRIPE) private readonly stripe: Stripe,
  ) {}

  /** Whatever moved before a payout is in the books before it is: otherwise it could look like one book's alone. */
  async ask(id: string): Promise<Present | undefined> {
    const askedAt = this.clock.now();
    const payout = await this.stripe.payouts.retrieve(id, {
      expand: ['balance_transaction', 'failure_balance_transaction'],
    });
    if (payout.currency !== 'gbp') return undefined;
    await this.walk.until(payout.created);
    const isListed = payout.automatic && payout.reconciliation_status === 'completed';
    const now = { payout, askedAt, ...(isListed && { items: await this.itemsOf(id) }) };
    return { donationIds: [], apply: (tx) => this.apply(tx, now) };
  }

  private async itemsOf(payout: string): Promise<Item[]> {
    const items: Item[] = [];
    for await (const { id, net, source } of this.stripe.balanceTransactions.list({ payout, limit: 100 }))
      if (source !== payout) items.push({ id, net });
    const [missing] = await this.transactions.unknown(items);
    if (missing) throw new Error(`an item of the payout is not in the books yet: ${missing.id}`);
    return items;
  }

  private async apply(tx: Tx, now: PayoutNow): Promise<void> {
    const { payout, items } = now;
    const row = await this.keep(tx, now);
    if (items && !(await this.addsUp(tx, payout, items))) return;
    if (row.sharedAt === null && !(await this.share(tx, payout, items))) return;
    if (items && row.tiedAt === null) await this.tie(tx, payout.id, items);
    if (row.returnedAt === null) await this.giveBack(tx, payout);
  }

  /** The payout as we know it, locked. */
  private async keep(tx: Tx, { payout, askedAt }: PayoutNow): Promise<StripePayout> {
    const { id, amount, automatic, status, created } = payout;
    const arrivesOn = arrivalOf(payout);
    await tx.query(insert, [id, amount, automatic, status, arrivesOn, new Date(created * 1_000), askedAt]);
    await tx.query(update, [id, status, arrivesOn, askedAt]);
    return tx.findOneOrFail(StripePayout, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  private async addsUp(tx: Tx, { id, amount }: Stripe.Payout, items: Item[]): Promise<boolean> {
    const sum = items.reduce((total, { net }) => total + net, 0);
    if (sum === amount) return true;
    await this.breaks.note(tx, {
      kind: 'payout_does_not_tie',
      reference: id,
      detail: `Stripe pays out ${formatPounds(pence(amount))}, and its items come to ${formatPounds(pence(sum))}.`,
      whatToDo: 'Compare the payout’s items in Stripe’s Dashboard with the books, and ask Stripe about them.',
      amountPence: pence(amount - sum),
      ours: [{ what: 'items of the payout', id, amountPence: sum }],
      theirs: [{ what: 'payout', id, amountPence: amount }],
    });
    return false;
  }

  /** Posts whose money it is, once that is known. Resolves with whether it is. */
  private async share(tx: Tx, payout: Stripe.Payout, items?: Item[]): Promise<boolean> {
    const { id, amount } = payout;
    const transaction = expanded(payout.balance_transaction);
    const perBook = await this.sharesOf(tx, payout, items);
    if (!transaction || !perBook) return false;
    await this.transactions.keep(tx, transaction, {});
    if (payout.automatic) await this.transactions.carriedBy(tx, id, [transaction.id]);
    await this.ledger.post(tx, [
      ...perBook.map((share) => payoutCreated({ ...moveOf(transaction), ...taking(share) })),
      ...feeOf(transaction, perBook),
    ]);
    await this.shares.keep(tx, id, perBook);
    await tx.update(StripePayout, { id }, { sharedAt: this.clock.now() });
    const expected = { payoutId: id, amountPence: pence(amount), arrivalDate: arrivalOf(payout), perBook };
    await this.news.tell(tx, payoutExpected, [expected]);
    return true;
  }

  private async tie(tx: Tx, id: string, items: Item[]): Promise<void> {
    await this.transactions.carriedBy(
      tx,
      id,
      items.map((item) => item.id),
    );
    await tx.update(StripePayout, { id }, { tiedAt: this.clock.now() });
  }

  /** A payout may fail even after it was said to be paid. Each book has back what it had given. */
  private async giveBack(tx: Tx, { id, amount, failure_balance_transaction: failure }: Stripe.Payout) {
    const transaction = expanded(failure);
    if (!transaction) return;
    const perBook = await this.shares.of(tx, id);
    await this.transactions.keep(
      tx,
      { ...transaction, reporting_category: 'payout_reversal', source: id },
      {},
    );
    await this.ledger.post(tx, [
      ...perBook.map(({ book, amountPence: netPence }) =>
        payoutFailed({ ...moveOf(transaction), book, netPence }),
      ),
      ...feeOf(transaction, perBook),
    ]);
    await tx.update(StripePayout, { id }, { returnedAt: this.clock.now() });
    await this.news.tell(tx, payoutReturned, [{ payoutId: id, amountPence: pence(amount), perBook }]);
  }

  private async sharesOf(
    tx: Tx,
    { automatic, amount }: Stripe.Payout,
    items?: Item[],
  ): Promise<OfBook[] | undefined> {
    const ids = items?.map(({ id }) => id);
    if (ids) return this.shares.byItems(tx, ids);
    return automatic ? this.shares.bySoleBook(tx, amount) : this.shares.byProportion(tx, amount);
  }
}

type Item = Pick<Stripe.BalanceTransaction, 'id' | 'net'>;

/** Stripe names the day by its first second, in UTC. */
const arrivalOf = ({ arrival_date: at }: Stripe.Payout): string =>
  new Date(at * 1_000).toISOString().slice(0, 10);

const taking = ({ book, amountPence }: OfBook) => ({ book, netPence: pence(-amountPence) });

/** An instant payout costs a fee, which the operator bears as all others. */
function feeOf(transaction: Stripe.BalanceTransaction, perBook: OfBook[]): Entry[] {
  if (transaction.fee === 0) return [];
  const book = perBook.length === 1 && perBook[0] ? perBook[0].book : otherBook;
  return [stripeFee({ ...moveOf(transaction), book, netPence: pence(-transaction.fee) }, 'fee')];
}
