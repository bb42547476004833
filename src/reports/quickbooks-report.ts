import { britishDate, type JournalMode, journalLines, pounds } from './chart-of-accounts.js';
import type { Report } from './report.js';
import { bookedInPeriod } from './report-sql.js';

/** QuickBooks Online's import of journal entries. It knows accounts by name, and takes 21 characters as a number. */
function quickbooksJournal(name: string, mode: JournalMode, about: string): Report {
  const number = mode === 'detail' ? 'right(journal, 21)' : `left(book, 13) || ' ' || journal`;
  return {
    name,
    about,
    columns: {
      'Journal No': 'code',
      'Journal Date': 'code',
      'Account Name': 'text',
      Debits: 'pounds',
      Credits: 'pounds',
      Description: 'code',
      Name: 'code',
      Currency: 'code',
      Class: 'code',
      Location: 'code',
    },
    sql: `
      select ${number} as "Journal No", ${britishDate} as "Journal Date", name as "Account Name",
        case when pence > 0 then ${pounds('pence')} end as "Debits",
        case when pence < 0 then ${pounds('-pence')} end as "Credits", book || ' ' || about as "Description",
        null as "Name", 'GBP' as "Currency", null as "Class", null as "Location"
      from (${journalLines(mode, bookedInPeriod)}) line order by dated, book, journal, code`,
  };
}

export const quickbooks = quickbooksJournal(
  'quickbooks',
  'detail',
  'QuickBooks Online’s journal entries, one for each entry.',
);
export const quickbooksMonthly = quickbooksJournal(
  'quickbooks-monthly',
  'monthly',
  'The same, one journal for each month.',
);
