import { Injectable } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import { cursorRows, inSnapshot } from '../platform/database/stream-rows.js';
import { pence, penceFromText } from '../vocabulary/pence.js';
import type { Side } from './accounts.js';
import { beancount } from './journal-beancount.js';
import type { JournalAccount, JournalFormat, JournalTransaction } from './journal-format.js';
import { hledger } from './journal-hledger.js';

const formats = { hledger, beancount } satisfies Record<string, JournalFormat>;
export type JournalFormatName = keyof typeof formats;

interface AccountRow {
  id: number;
  code: string;
  side: Side;
  memo: boolean;
  balance: string;
  first_date: string;
  last_date: string;
}

/** A sum of its own: an entry that is missing among the transactions doesn't fit what is claimed here. */
const usedAccounts = `
  select account.id, account.code, account.side, account.memo, sum(posting.amount_pence)::text as balance,
    min((posting.occurred_at at time zone 'Europe/London')::date)::text as first_date,
    max((posting.occurred_at at time zone 'Europe/London')::date)::text as last_date
  from ledger.account join ledger.posting on posting.account = account.id
  where $1::text is null or account.book = $1
  group by account.id order by account.code`;

interface EntryRow {
  date: string;
  entry: string;
  happening: string;
  donation_id: string | null;
  source: string;
  source_id: string;
  debits: number[];
  credits: number[];
  amounts: string[];
}

const entries = `
  select min((occurred_at at time zone 'Europe/London')::date)::text as date, entry,
    replace(min(happening)::text, '_', ' ') as happening, min(donation_id::text) as donation_id,
    min(source) as source, min(source_id) as source_id, array_agg(debit_account order by leg) as debits,
    array_agg(credit_account order by leg) as credits, array_agg(amount_pence order by leg) as amounts
  from ledger.transfer
  where $1::text is null
    or debit_account in (select id from ledger.account where book = $1)
    or credit_account in (select id from ledger.account where book = $1)
  group by entry order by 1, entry`;

/** The books as text, for programs that we did not write to recompute. It holds ids only, no donor. */
@Injectable()
export class Journal {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Writes the books of one instant: every account, every entry by its London date, and the balances that
   * must come out, which are summed apart from the entries. Yields whole lines, many at a time; throws when
   * a transfer names an account that is not there.
   */
  lines(format: JournalFormatName, book?: string): AsyncGenerator<string> {
    return inSnapshot(this.dataSource, (runner) => write(runner, formats[format], book ?? null));
  }
}

async function* write(
  runner: QueryRunner,
  format: JournalFormat,
  book: string | null,
): AsyncGenerator<string> {
  const rows = (await runner.query(usedAccounts, [book])) as AccountRow[];
  const accounts = rows.map((row) => ({
    id: row.id,
    name: format.accountName(row.side, row.memo, row.code),
    firstDate: row.first_date,
    balancePence: penceFromText(row.balance),
  }));
  yield format.header(accounts);
  const names = new Map(accounts.map(({ id, name }) => [id, name]));
  for await (const batch of cursorRows<EntryRow>(runner, entries, [book])) {
    yield batch.map((row) => format.transaction(transaction(row, names))).join('');
  }
  const lastDate = rows
    .map((row) => row.last_date)
    .toSorted()
    .at(-1);
  if (lastDate !== undefined) yield format.assertions(accounts, lastDate);
}

function transaction(row: EntryRow, names: Map<JournalAccount['id'], string>): JournalTransaction {
  const net = new Map<number, number>();
  const add = (account: number, amountPence: number) =>
    net.set(account, pence((net.get(account) ?? 0) + amountPence));
  row.amounts.forEach((text, leg) => {
    add(row.debits[leg]!, penceFromText(text));
    add(row.credits[leg]!, -penceFromText(text));
  });
  const ids = { donation: row.donation_id, source: row.source, source_id: row.source_id };
  return {
    date: row.date,
    entry: row.entry,
    happening: row.happening,
    ids: Object.fromEntries(
      Object.entries(ids).flatMap(([key, id]) => (id === null ? [] : [[key, onOneLine(id)]])),
    ),
    postings: [...net].map(([account, amountPence]) => {
      const name = names.get(account);
      if (name === undefined)
        throw new Error(`entry ${row.entry} names account ${account}, which is not there`);
      return { account: name, amountPence: pence(amountPence) };
    }),
  };
}

/** An outside id may hold anything; a quote, a comma or a line break in it must not become journal syntax. */
const onOneLine = (id: string): string => encodeURI(id).replaceAll(',', '%2C');
