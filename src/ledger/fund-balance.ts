import type { Tx } from '../platform/database/transactions.js';
import { type Pence, penceFromText } from '../vocabulary/pence.js';
import type { AccountName, Qualifiers } from './accounts.js';

/** The balance of one account, on its natural side. An account that nothing was posted to has none. */
export interface FundBalance extends Qualifiers {
  name: AccountName;
  balancePence: Pence;
}

/**
 * The balances of a book's accounts of these names, all of one instant: one statement, because a transfer
 * between two of them that committed between two reads would be seen on one side only.
 */
export async function fundBalances(tx: Tx, book: string, names: AccountName[]): Promise<FundBalance[]> {
  const rows = await tx.query<(Omit<FundBalance, 'balancePence'> & { balance: string })[]>(
    `select account.name, account.gateway, account.purpose, account.partner,
       (case account.side when 'asset' then 1 else -1 end * balance_pence)::text as balance
     from ledger.account join ledger.balance on balance.account = account.id
     where account.book = $1 and account.name = any($2)`,
    [book, names],
  );
  return rows.map(({ balance, ...account }) => ({ ...account, balancePence: penceFromText(balance) }));
}
