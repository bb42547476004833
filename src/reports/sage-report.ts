import { britishDate, type JournalMode, journalLines, pounds } from './chart-of-accounts.js';
import type { Report } from './report.js';
import { bookedInPeriod } from './report-sql.js';

/**
 * Sage 50's import of audit trail transactions (gb-kb.sage.com): JD is a debit and JC a credit, amounts are above 0,
 * references have 30 characters and details 60, and T9 is outside of VAT.
 */
function sageJournal(name: string, mode: JournalMode, about: string): Report {
  const reference = mode === 'detail' ? 'right(journal, 30)' : `left(book, 22) || ' ' || journal`;
  return {
    name,
    about,
    columns: {
      Type: 'code',
      'Account Reference': 'code',
      'Nominal A/C Ref': 'code',
      'Department Code': 'whole',
      Date: 'code',
      Reference: 'code',
      Details: 'code',
      'Net Amount': 'pounds',
      'Tax Code': 'code',
      'Tax Amount': 'pounds',
      'Exchange Rate': 'code',
      'Extra Reference': 'code',
      'User Name': 'code',
      'Project Refn': 'code',
    },
    sql: `
      select case when pence > 0 then 'JD' else 'JC' end as "Type", null as "Account Reference",
        code as "Nominal A/C Ref", 0 as "Department Code", ${britishDate} as "Date", ${reference} as "Reference",
        left(book || ' ' || about, 60) as "Details", ${pounds('abs(pence)')} as "Net Amount", 'T9' as "Tax Code",
        0.00 as "Tax Amount", null as "Exchange Rate", null as "Extra Reference", null as "User Name",
        null as "Project Refn"
      from (${journalLines(mode, bookedInPeriod)}) line order by dated, book, journal, code`,
  };
}

export const sage = sageJournal(
  'sage',
  'detail',
  'Sage 50’s audit trail transactions, a journal for each entry.',
);
export const sageMonthly = sageJournal('sage-monthly', 'monthly', 'The same, one journal for each month.');
