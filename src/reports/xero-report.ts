import { britishDate, type JournalMode, journalLines, pounds } from './chart-of-accounts.js';
import type { Report } from './report.js';
import { bookedInPeriod } from './report-sql.js';

/** Xero's import of manual journals (help.xero.com): lines of one narration and date are one journal, + is a debit. */
function xeroJournal(name: string, mode: JournalMode, about: string): Report {
  return {
    name,
    about,
    columns: {
      '*Narration': 'code',
      '*Date': 'code',
      Description: 'code',
      '*AccountCode': 'code',
      '*TaxRate': 'code',
      '*Amount': 'pounds',
      TrackingName1: 'code',
      TrackingOption1: 'code',
      TrackingName2: 'code',
      TrackingOption2: 'code',
    },
    sql: `
      select book || ' ' || about || ' ' || journal as "*Narration", ${britishDate} as "*Date",
        about as "Description", code as "*AccountCode", 'No VAT' as "*TaxRate", ${pounds('pence')} as "*Amount",
        null as "TrackingName1", null as "TrackingOption1", null as "TrackingName2", null as "TrackingOption2"
      from (${journalLines(mode, bookedInPeriod)}) line order by dated, book, journal, code`,
    journal: { sharedBy: ['*Narration', '*Date'], mostLines: 300 },
  };
}

export const xero = xeroJournal(
  'xero',
  'detail',
  'Xero’s manual journals, one for each entry; as zip in files of at most 300 lines, as Xero takes them.',
);
export const xeroMonthly = xeroJournal('xero-monthly', 'monthly', 'The same, one journal for each month.');
