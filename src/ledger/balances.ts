import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Tx } from '../platform/database/transactions.js';
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

const balancesAsAt = `(
  select account, sum(amount_pence) as balance_pence from ledger.posting
  where ($2::timestamptz is null or recorded_at <= $2)
    and ($3::date is null or (occurred_at at time zone 'Europe/London')::date <= $3)
  group by account)`;

/** What the books say. It reads; it never takes a lock that a donation would wait for. */
@Injectable()
export class Balances {
  constructor(private readonly dataSource: DataSource) {}

  /** Every account's balance: now, whatever it took to come about; at a moment or on a day, by summing the rows. */
  async of(
    book: string | undefined,
    { at, asOf }: AsAt = {},
    within: Pick<Tx, 'query'> = this.dataSource,
  ): Promise<AccountBalance[]> {
    const balances = at === undefined && asOf === undefined ? 'ledger.balance' : balancesAsAt;
    const rows = await within.query<(Omit<AccountBalance, 'balancePence'> & { balance: string })[]>(
      `select account.book, account.name as account, account.gateway, account.purpose, account.partner, account.side,
         (case account.side when 'asset' then 1 else -1 end * coalesce(balance.balance_pence, 0))::text as balance
       from ledger.account left join ${balances} balance on balance.account = account.id
       where $1::text is null or account.book = $1
       order by account.code`,
      balances === balancesAsAt ? [book ?? null, at ?? null, asOf ?? null] : [book ?? null],
    );
    return rows.map(({ balance, gateway, purpose, partner, ...row }) => ({
      ...row,
      ...(gateway === null ? {} : { gateway }),
      ...(purpose === null ? {} : { purpose }),
      ...(partner === null ? {} : { partner }),
      balancePence: penceFromText(balance),
    }));
  }
}
