import { decimalPounds, type Pence } from '../vocabulary/pence.js';
import type { JournalFormat } from './journal-format.js';

const roots = { asset: 'Assets', liability: 'Liabilities' };
const amount = (amountPence: Pence): string => `${decimalPounds(amountPence)} GBP`;

/** Each part of a name begins with a capital or a digit and holds no underscore. */
const capitalised = (code: string): string =>
  code.replaceAll('_', '-').replaceAll(/(?<=^|[:-])[a-z]/g, (letter) => letter.toUpperCase());

/** As `bean-check` accepts it (Beancount 2 and later). */
export const beancount: JournalFormat = {
  accountName: (side, memo, code) => `${roots[side]}:${memo ? 'Memo:' : ''}${capitalised(code)}`,

  header: (accounts) =>
    [
      'option "operating_currency" "GBP"',
      ...accounts.map(({ name, firstDate }) => `${firstDate} open ${name} GBP`),
      '',
      '',
    ].join('\n'),

  transaction: ({ date, entry, happening, ids, postings }) =>
    [
      `${date} * "${happening}"`,
      ...Object.entries({ entry, ...ids }).map(([key, value]) => `  ${key}: "${value}"`),
      ...postings.map(({ account, amountPence }) => `  ${account}  ${amount(amountPence)}`),
      '',
      '',
    ].join('\n'),

  assertions: (accounts, lastDate) =>
    accounts
      .map(({ name, balancePence }) => `${dayAfter(lastDate)} balance ${name}  ${amount(balancePence)}\n`)
      .join(''),
};

/** Beancount compares a balance with the start of its day. */
function dayAfter(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}
