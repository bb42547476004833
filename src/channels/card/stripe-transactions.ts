import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { otherBook } from '../../ledger/accounts.js';
import { Ledger } from '../../ledger/ledger.js';
import type { StripeMove } from '../../ledger/posting-parts.js';
import { notOfAnAppeal, stripeFee } from '../../ledger/postings-card.js';
import { Breaks } from '../../platform/breaks/breaks.js';
import type { Tx } from '../../platform/database/transactions.js';
import { pence } from '../../vocabulary/pence.js';
import type Stripe from 'stripe';
import { StripeTransaction } from './stripe-money.entities.js';

/** Whose a balance transaction is. Without a book it is kept and not posted to `stripe_balance`. */
export interface Whose {
  book?: string;
  donationId?: string;
}

const insert = `
  insert into card.balance_transaction
    (id, category, source_id, book, donation_id, currency, amount_pence, fee_pence, net_pence, created_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (id) do nothing returning id`;

const pageSize = 50;
const page = `
  select id from card.balance_transaction
  where book = $1 and ($2::text is null or (created_at, id)
    < (select created_at, id from card.balance_transaction where id = $2))
  order by created_at desc, id desc limit ${pageSize + 1}`;

/** Stripe's balance transactions, each kept once, in the transaction that posts it. */
@Injectable()
export class StripeTransactions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ledger: Ledger,
    private readonly breaks: Breaks,
  ) {}

  /** Whether it is new and in pounds, and so to be posted now by whoever keeps it. */
  async keep(tx: Tx, transaction: Stripe.BalanceTransaction, { book, donationId }: Whose): Promise<boolean> {
    const { id, reporting_category: category, source, currency, amount, fee, net } = transaction;
    const inPounds = currency === 'gbp';
    const kept = await tx.query<unknown[]>(insert, [
      id,
      category,
      typeof source === 'string' ? source : (source?.id ?? null),
      inPounds ? (book ?? null) : null,
      donationId ?? null,
      currency,
      amount,
      fee,
      net,
      createdAt(transaction),
    ]);
    if (kept.length > 0 && !inPounds) await this.noteCurrency(tx, transaction, donationId);
    return kept.length > 0 && inPounds;
  }

  /** What is of no donation: fees of the account, and the money of other appeals and products. */
  async postElsewhere(tx: Tx, transaction: Stripe.BalanceTransaction, book = otherBook): Promise<void> {
    if (!(await this.keep(tx, transaction, { book }))) return;
    const netPence = pence(transaction.net);
    const moved = { ...moveOf(transaction), netPence };
    await this.ledger.post(tx, [isFee(transaction) ? stripeFee({ ...moved, book }) : notOfAnAppeal(moved)]);
  }

  /** A payout has taken these to the bank, itself included. */
  async carriedBy(tx: Tx, payoutId: string, ids: string[]): Promise<void> {
    await tx.query(
      `update card.balance_transaction set payout_id = $1 where id = any($2) and payout_id is distinct from $1`,
      [payoutId, ids],
    );
  }

  /** Which of these are not kept yet. */
  async unknown<One extends { id: string }>(
    transactions: One[],
    within: Pick<Tx, 'query'> = this.dataSource,
  ): Promise<One[]> {
    const rows = await within.query<{ id: string }[]>(
      'select id from card.balance_transaction where id = any($1)',
      [transactions.map(({ id }) => id)],
    );
    const known = new Set(rows.map(({ id }) => id));
    return transactions.filter(({ id }) => !known.has(id));
  }

  /** The donation that a charge, a refund or a dispute has paid or undone, where its money has moved. */
  async donationBehind(sourceId: string, within: Tx = this.dataSource.manager): Promise<string | undefined> {
    const row = await within.findOneBy(StripeTransaction, { sourceId });
    return row?.donationId ?? undefined;
  }

  /** Which charge has paid a donation. */
  async chargeOf(donationId: string): Promise<string | undefined> {
    const row = await this.dataSource
      .getRepository(StripeTransaction)
      .findOneBy({ donationId, category: 'charge' });
    return row?.sourceId ?? undefined;
  }

  /** Of one book, newest first; `cursor` is the last id of the page before. */
  async page(
    book: string,
    cursor?: string,
  ): Promise<{ items: StripeTransaction[]; nextCursor: string | null }> {
    const places = await this.dataSource.query<{ id: string }[]>(page, [book, cursor ?? null]);
    const ids = places.slice(0, pageSize).map(({ id }) => id);
    const items = await this.dataSource
      .getRepository(StripeTransaction)
      .find({ where: { id: In(ids) }, order: { createdAt: 'DESC', id: 'DESC' } });
    return { items, nextCursor: places.length > pageSize ? (ids.at(-1) ?? null) : null };
  }

  /** Stripe says in words alone what some fees are for: the book of the dispute or charge that is named. */
  async bookNamedIn(description: string): Promise<string | undefined> {
    const [named] = /\b(?:dp|du|ch|py|re|pyr)_\w+/.exec(description) ?? [];
    if (named === undefined) return undefined;
    const row = await this.dataSource.getRepository(StripeTransaction).findOneBy({ sourceId: named });
    return row?.book ?? undefined;
  }

  private noteCurrency(tx: Tx, { id, currency, amount }: Stripe.BalanceTransaction, donationId?: string) {
    return this.breaks.note(tx, {
      kind: 'other_currency',
      reference: id,
      detail: `Stripe moved money in ${currency}. The books are in pounds, so nothing was posted.`,
      whatToDo: 'Set the Stripe account to settle in pounds, and post what moved by hand.',
      theirs: [{ what: `balance transaction in ${currency}`, id, amountPence: amount }],
      ...(donationId === undefined ? {} : { donationId }),
    });
  }
}

const isFee = ({ reporting_category: category }: Stripe.BalanceTransaction): boolean =>
  category === 'fee' || category === 'network_cost';

const createdAt = ({ created }: Stripe.BalanceTransaction): Date => new Date(created * 1_000);

export function moveOf(transaction: Stripe.BalanceTransaction): StripeMove {
  return { balanceTransactionId: transaction.id, createdAt: createdAt(transaction) };
}
