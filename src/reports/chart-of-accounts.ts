import type { AccountName } from '../ledger/accounts.js';

/** Where the books' accounts go in an accounting program, unless the appeal's file names its own. */
const standard: [account: AccountName, code: string, name: string][] = [
  ['stripe_balance', '1210', 'Stripe balance'],
  ['payouts_in_transit', '1220', 'Payouts in transit'],
  ['appeal_bank', '1230', 'Appeal bank account'],
  ['text_receivable', '1120', 'Text donations receivable'],
  ['dispute_suspense', '1130', 'Card disputes'],
  ['due_from_operator', '1150', 'Due from the operator'],
  ['due_from_partner', '1160', 'Due from the partner'],
  ['held', '2310', 'Held for the partner'],
  ['refund_payable', '2320', 'Refunds payable'],
  ['unidentified', '2330', 'Unidentified receipts'],
];

const values = standard.map(([account, code, name]) => `('${account}', '${code}', '${name}')`).join(', ');

/** SQL: (book, account, code, name). Memo accounts have none: that money is not the operator's to account for. */
const chart = `
  select books.book, standard.account, coalesce(own.code, standard.code) as code,
    coalesce(own.name, standard.name) as name
  from (select distinct book from ledger.account) books
  cross join (values ${values}) standard (account, code, name)
  left join giving.appeal on appeal.slug = books.book
  left join giving.appeal_version worded on worded.slug = appeal.slug and worded.version = appeal.version
  left join lateral jsonb_to_recordset(coalesce(worded.definition -> 'nominalAccounts', '[]'))
    as own (account text, code text, name text) on own.account = standard.account`;

/** One journal for each entry of the books, or one for each month. */
export type JournalMode = 'detail' | 'monthly';

/** SQL for which journal a transfer is in, on which day, and what it is about. */
const modes: Record<JournalMode, { journal: string; dated: string; about: string }> = {
  detail: {
    journal: `replace(entry::text, '-', '')`,
    dated: 'booked_on',
    about: `replace(happening::text, '_', ' ')`,
  },
  monthly: {
    journal: `to_char(booked_on, 'YYYY-MM')`,
    dated: `(date_trunc('month', booked_on) + interval '1 month' - interval '1 day')::date`,
    about: `'summary'`,
  },
};

/**
 * SQL: the lines of journals as (book, journal, dated, about, code, name, pence), debits above 0. Each journal comes
 * to 0, and its lines follow each other when ordered by dated, book, journal.
 */
export function journalLines(mode: JournalMode, bookedInPeriod: string): string {
  const { journal, dated, about } = modes[mode];
  return `
    select moved.book, journal, dated, about, code, chart.name, sum(pence) as pence
    from (
      select book, ${journal} as journal, ${dated} as dated, ${about} as about, account, sum(pence) as pence
      from reports.booked_transfer
      cross join lateral (values (debit_name, amount_pence), (credit_name, -amount_pence)) side (account, pence)
      where ${bookedInPeriod}
      group by 1, 2, 3, 4, 5
    ) moved join (${chart}) chart on chart.book = moved.book and chart.account = moved.account
    group by 1, 2, 3, 4, 5, 6 having sum(pence) <> 0`;
}

/** SQL: pence as pounds with two decimals. */
export function pounds(pence: string): string {
  return `(${pence} / 100.0)::numeric(20, 2)`;
}

/** SQL: a date as these programs take it in the United Kingdom. */
export const britishDate = `to_char(dated, 'DD/MM/YYYY')`;
