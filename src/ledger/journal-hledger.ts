import { decimalPounds, type Pence } from '../vocabulary/pence.js';
import type { JournalFormat } from './journal-format.js';

const roots = { asset: 'assets', liability: 'liabilities' };
const amount = (amountPence: Pence): string => `GBP ${decimalPounds(amountPence)}`;

/** As `hledger check --strict` accepts it (hledger 1.25 and later); the code of a transaction is its entry. */
export const hledger: JournalFormat = {
  accountName: (side, memo, code) => `${roots[side]}:${memo ? 'memo:' : ''}${code}`,

  header: (accounts) =>
    ['commodity GBP 1000.00', ...accounts.map(({ name }) => `account ${name}`), '', ''].join('\n'),

  transaction: ({ date, entry, happening, ids, postings }) =>
    [
      `${date} (${entry}) ${happening}`,
      ...Object.entries(ids).map(([key, value]) => `    ; ${key}: ${value}`),
      ...postings.map(({ account, amountPence }) => `    ${account}  ${amount(amountPence)}`),
      '',
      '',
    ].join('\n'),

  assertions: (accounts, lastDate) =>
    [
      `${lastDate} balances`,
      ...accounts.map(({ name, balancePence }) => `    ${name}  GBP 0.00 = ${amount(balancePence)}`),
      '',
    ].join('\n'),
};
