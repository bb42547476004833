/**
 * How a column is written. `code`: ids, names of ours, dates and times. `text`: whatever may come from outside,
 * made harmless for spreadsheets. `whole`: a whole number, as of pence. `pounds`: an amount such as -2.05.
 */
export type ColumnKind = 'code' | 'text' | 'whole' | 'pounds';

/** A report: one file that says what it is, which columns it has, and the query that its rows come from. */
export interface Report {
  /** As in the address: `…/reports/NAME.csv`. */
  name: string;
  /** One sentence for the API's description. */
  about: string;
  /** In order. The query names its columns so. */
  columns: Readonly<Record<string, ColumnKind>>;
  /** $1 is an appeal or null for all, $2 and $3 are the first and last London date, each of them null for no end. */
  sql: string;
  /** Of a journal: the columns that lines of one journal share, and the most lines that its program takes at once. */
  journal?: { sharedBy: string[]; mostLines: number };
}

/** Which rows. Dates are London dates, YYYY-MM-DD, both inclusive. */
export interface ReportPeriod {
  appeal?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

/** Everything arrives as text, as the database writes it. */
export type ReportRow = Readonly<Record<string, string | null>>;

export type Columns = [name: string, kind: ColumnKind][];

export function columnsOf({ columns }: Report): Columns {
  return Object.entries(columns);
}

export function parametersOf({ appeal, from, to }: ReportPeriod): (string | null)[] {
  return [appeal ?? null, from ?? null, to ?? null];
}

/** SQL: the report's rows with every column as text. */
export function rowsAsText(report: Report): string {
  const shown = columnsOf(report).map(([name]) => `"${name}"::text`);
  return `select ${shown.join(', ')} from (${report.sql}) report`;
}
