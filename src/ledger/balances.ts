import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Pence, penceFromText } from '../vocabulary/pence.js';
import type { AccountName, Purpose, Side } from './accounts.js';

/** An account's balance on its natural side: a debit balance of an asset is positive, so is a credit one of a liability. */
export interface AccountBalance {
  book: string;
  account: AccountName;
  gateway?: string;
  purpose?: Purpose;
  partner?: string;
  side: Side;
  balancePence: Pence;
}

/** Which transfers count: those that the books knew at a moment, or those up to a London calendar date. */
export interface AsAt {
  /** "What did the books say then": by the time of recording. */
  at?: Date;
  /** "What was it on that day": by the date of the happening, YYYY-MM-DD in London, inclusive. */
  asOf?: string;
}

/** An appeal's figures as everybody sees them. */
export interface BookTotals {
  raisedPence: Pence;
  heldPence: Pence;
  remittedPence: Pence;
}

/** What the books say. It reads; it never takes a lock that a donation would wait for. */
@Injectable()
export class Balances {
  constructor(private readonly dataSource: DataSource) {}

  async of(book: string | undefined, { at, asOf }: AsAt = {}): Promise<AccountBalance[]> {
    const rows = await this.dataSource.query<(Omit<AccountBalance, 'balancePence'> & { balance: string })[]>(
      `select account.book, account.name as account, account.gateway, account.purpose, account.partner, account.side,
         (case account.side when 'asset' then 1 else -1 end * coalesce(sum(posting.amount_pence), 0))::text as balance
       from ledger.account
       left join ledger.posting on posting.account = account.id
         and ($2::timestamptz is null or posting.recorded_at <= $2)
         and ($3::date is null or (posting.occurred_at at time zone 'Europe/London')::date <= $3)
       where $1::text is null or account.book = $1
       group by account.id order by account.code`,
      [book ?? null, at ?? null, asOf ?? null],
    );
    return rows.map(({ balance, gateway, purpose, partner, ...row }) => ({
      ...row,
      ...(gateway === null ? {} : { gateway }),
      ...(purpose === null ? {} : { purpose }),
      ...(partner === null ? {} : { partner }),
      balancePence: penceFromText(balance),
    }));
  }

  /** Raised as in identity 2 (held + remitted, nothing being remitted yet) plus what the charity collected itself. */
  async totals(book: string): Promise<BookTotals> {
    const [row] = await this.dataSource.query<{ held: string; direct: string }[]>(
      `select coalesce(-sum(posting.amount_pence) filter (where account.name = 'held'), 0)::text as held,
         coalesce(-sum(posting.amount_pence) filter (where account.name = 'given_directly'), 0)::text as direct
       from ledger.account join ledger.posting on posting.account = account.id
       where account.book = $1 and account.name in ('held', 'given_directly')`,
      [book],
    );
    const heldPence = penceFromText(row?.held ?? '0');
    const remittedPence = penceFromText('0');
    const raised = heldPence + remittedPence + penceFromText(row?.direct ?? '0');
    return { raisedPence: penceFromText(String(raised)), heldPence, remittedPence };
  }
}
