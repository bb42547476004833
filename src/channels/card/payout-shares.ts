import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions.js';
import { pence, penceFromText } from '../../vocabulary/pence.js';
import type { OfBook } from '../../ledger/bank.events.js';

/** What each item belongs to; another payout among them, or one that came back, is as it was shared itself. */
const items = `
  select coalesce(share.book, item.book) as book, sum(case item.category
    when 'payout' then -share.net_pence when 'payout_reversal' then share.net_pence else item.net_pence end)::text as net
  from card.balance_transaction item
  left join card.payout_share share
    on item.category in ('payout', 'payout_reversal') and share.payout_id = item.source_id
  where item.currency = 'gbp' and`;

/** Whose money a payout is. It is known by its items alone; where one book only has money, there is no doubt. */
@Injectable()
export class PayoutShares {
  /** By the items that Stripe lists, once all of them are kept here. */
  async byItems(tx: Tx, ids: string[]): Promise<OfBook[]> {
    return shares(await tx.query<Row[]>(`${items} item.id = any($1) group by 1 order by 1`, [ids]));
  }

  /** All of it to the one book that has anything in the account not yet paid out, if there is one only. */
  async bySoleBook(tx: Tx, amountPence: number): Promise<OfBook[] | undefined> {
    const [only, another] = await this.unsettled(tx);
    if (!only?.book || another) return undefined;
    return [{ book: only.book, amountPence: pence(amountPence) }];
  }

  /** Stripe never itemises a payout made by hand, so it takes from each book in proportion to what it has there. */
  async byProportion(tx: Tx, amountPence: number): Promise<OfBook[]> {
    const having = (await this.unsettled(tx)).flatMap(({ book, net }) =>
      book !== null && Number(net) > 0 ? [{ book, net: Number(net) }] : [],
    );
    const sum = having.reduce((total, { net }) => total + net, 0);
    let before = 0;
    let sharedPence = 0;
    return having.map(({ book, net }) => {
      before += net;
      const share = Math.round((amountPence * before) / sum) - sharedPence;
      sharedPence += share;
      return { book, amountPence: pence(share) };
    });
  }

  private unsettled(tx: Tx): Promise<Row[]> {
    return tx.query<Row[]>(`${items} item.payout_id is null group by 1 order by 1`);
  }

  async of(tx: Tx, payoutId: string): Promise<OfBook[]> {
    return shares(
      await tx.query<Row[]>(
        'select book, net_pence::text as net from card.payout_share where payout_id = $1 order by book',
        [payoutId],
      ),
    );
  }

  async keep(tx: Tx, payoutId: string, ofBooks: OfBook[]): Promise<void> {
    await tx.query(
      `insert into card.payout_share (payout_id, book, net_pence)
       select $1, book, net from unnest($2::text[], $3::bigint[]) as share (book, net)`,
      [payoutId, ofBooks.map(({ book }) => book), ofBooks.map(({ amountPence }) => amountPence)],
    );
  }
}

interface Row {
  book: string | null;
  net: string;
}

/** What we never held (collected by the partner itself) is in no book. */
function shares(rows: Row[]): OfBook[] {
  return rows.flatMap(({ book, net }) =>
    book === null || net === '0' ? [] : [{ book, amountPence: penceFromText(net) }],
  );
}
