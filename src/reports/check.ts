import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { decimalPounds, penceFromText } from '../vocabulary/pence.js';
import { bookSums, counts, type RowRule, rowRules } from './check-rules.js';

/** Something in the books that can't be so. */
export interface CheckBreak {
  /** Which rule is broken, for example `assets_equal_liabilities`. */
  identity: string;
  book?: string;
  /** What was expected and what was found. No personal data. */
  detail: string;
  /** Ids of the entries and donations at fault, 20 at most. */
  rows: string[];
}

/** How much was looked at. */
export interface CheckCounts {
  donations: number;
  books: number;
  accounts: number;
  entries: number;
  transfers: number;
}

interface BookSums {
  book: string;
  excess: string;
  raised_held: string;
  booked_held: string;
  raised_direct: string;
  booked_direct: string;
  shown_held: string;
}

const mostRows = 20;

/** Proves the identities of docs/books.md from the rows, and whatever else would make them mean nothing. */
@Injectable()
export class BooksCheck {
  constructor(private readonly dataSource: DataSource) {}

  /** Checks everything as it was at one instant. No break means that the books are right. */
  run(): Promise<{ checked: CheckCounts; breaks: CheckBreak[] }> {
    return this.dataSource.transaction('REPEATABLE READ', async (tx) => {
      await tx.query('set transaction read only');
      const ofRows: CheckBreak[] = [];
      for (const rule of rowRules) ofRows.push(...(await brokenBooks(tx, rule)));
      const sums = await tx.query<BookSums[]>(bookSums);
      const [checked] = await tx.query<[CheckCounts]>(counts);
      return { checked, breaks: [...sums.flatMap((book) => brokenIdentities(book, ofRows)), ...ofRows] };
    });
  }
}

/** One break for each book in which a rule of rows is broken. */
async function brokenBooks(tx: EntityManager, { identity, detail, faults }: RowRule): Promise<CheckBreak[]> {
  const books = await tx.query<{ book: string | null; found: number; rows: string[] }[]>(
    `select book, count(*)::integer as found, (array_agg(id::text order by id))[1:${mostRows}] as rows
     from (select distinct book, id from (${faults}) fault) fault group by book order by book`,
  );
  return books.map(({ book, found, rows }) => ({
    identity,
    ...(book === null ? {} : { book }),
    detail: `${detail} At fault: ${found}.`,
    rows,
  }));
}

/** The identities of a whole book; the rows at fault are those that broke a rule of rows in it. */
function brokenIdentities(sums: BookSums, ofRows: CheckBreak[]): CheckBreak[] {
  const { book } = sums;
  const pounds = (text: string): string => `£${decimalPounds(penceFromText(text))}`;
  const breaks: CheckBreak[] = [];
  if (sums.excess !== '0') {
    const crossing = ofRows.filter(({ identity }) => identity === 'transfer_stays_in_one_book');
    breaks.push({
      identity: 'assets_equal_liabilities',
      book,
      detail: `Assets exceed liabilities by ${pounds(sums.excess)}.`,
      rows: rowsOf(book, crossing),
    });
  }
  for (const [collection, raised, booked, account] of [
    ['held', sums.raised_held, sums.booked_held, 'held'],
    ['direct', sums.raised_direct, sums.booked_direct, 'given_directly'],
  ] as const) {
    if (raised === booked) continue;
    breaks.push({
      identity: `raised_equals_${account}`,
      book,
      detail: `Raised (${collection}) is ${pounds(raised)} by the donations, ${pounds(booked)} by the books.`,
      rows: rowsOf(book, ofRows),
    });
  }
  const { raised_held: raised, shown_held: shown } = sums;
  if (raised === sums.booked_held && raised !== shown)
    breaks.push({
      identity: 'shown_equals_raised',
      book,
      detail: `Raised (held) is ${pounds(raised)} by the donations, and ${pounds(shown)} is shown.`,
      rows: [],
    });
  return breaks;
}

function rowsOf(book: string, breaks: CheckBreak[]): string[] {
  const rows = breaks.filter((found) => found.book === book).flatMap((found) => found.rows);
  return [...new Set(rows)].slice(0, mostRows);
}
