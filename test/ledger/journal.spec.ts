import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Entry } from '../../src/ledger/entry.js';
import { Journal, type JournalFormatName } from '../../src/ledger/journal.js';
import { Ledger } from '../../src/ledger/ledger.js';
import { cardCharged } from '../../src/ledger/postings-card.js';
import { textCharged } from '../../src/ledger/postings-text.js';
import { Breaks } from '../../src/platform/breaks/breaks.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { derivedId } from '../../src/vocabulary/ids.js';
import { pence } from '../../src/vocabulary/pence.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const programs = { hledger: ['hledger', 'check', '-s', 'ordereddates', '-f'], beancount: ['bean-check'] };
const formats = Object.keys(programs) as JournalFormatName[];

let database: TestDatabase;
let journal: Journal;

beforeEach(async () => {
  database = await createTestDatabase();
  journal = new Journal(database.dataSource);
});

afterEach(() => database.drop());

async function post(...entries: Entry[]): Promise<void> {
  const ledger = new Ledger(new Breaks(database.dataSource));
  await new Transactions(database.dataSource).run((tx) => ledger.post(tx, entries));
}

async function written(format: JournalFormatName, book?: string): Promise<string> {
  let text = '';
  for await (const lines of journal.lines(format, book)) text += lines;
  return text;
}

const card = (number: number, at: string, { book = 'sun-ukraine-fund', direct = false } = {}): Entry =>
  cardCharged({
    book,
    direct,
    purpose: 'restricted',
    donationId: derivedId('card', number),
    balanceTransactionId: `txn_${number}`,
    createdAt: new Date(at),
    grossPence: pence(1000),
    feePence: pence(34),
  });

const text = (chargeId: string, at: string): Entry =>
  textCharged({
    book: 'sun-ukraine-fund',
    direct: false,
    purpose: 'restricted',
    donationId: derivedId(chargeId),
    gateway: 'fonix',
    chargeId: derivedId(chargeId),
    reportedAt: new Date(at),
    grossPence: pence(300),
  });

const mixed = (): Entry[] => [
  card(2, '2026-03-29T12:00:00Z', { direct: true }),
  card(3, '2026-03-29T12:00:00Z', { book: '2026-second-appeal' }),
  text('charge-1', '2026-03-28T23:59:59Z'),
  card(1, '2026-03-01T10:00:00Z'),
  text('charge-2', '2026-03-29T23:30:00Z'),
];

/** Whether the program is here. Where the whole suite must run it has to be; elsewhere its absence is told. */
function isHere(program: string): boolean {
  if (spawnSync(program, ['--version']).error === undefined) return true;
  if (process.env.CI === 'true') throw new Error(`${program} is not installed, and CI=true skips nothing`);
  process.stderr.write(
    `Notice: ${program} is not installed, so what it says of the journal is not tested.\n`,
  );
  return false;
}

/** What the program says of a journal; nothing when it accepts it. */
function complaints(format: JournalFormatName, journalText: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'everypenny-journal-'));
  try {
    const file = join(folder, 'books');
    writeFileSync(file, journalText);
    const [program, ...args] = programs[format] as [string, ...string[]];
    const { status, stdout, stderr } = spawnSync(program, [...args, file], {
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
      encoding: 'utf8',
    });
    return status === 0 ? '' : `${stdout}${stderr}` || `exit ${status}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the journal', () => {
  it('is written for hledger', async () => {
    await post(card(1, '2026-03-01T10:00:00Z'), text('charge-1', '2026-03-29T23:30:00Z'));

    expect(await written('hledger')).toBe(`commodity GBP 1000.00
account assets:sun-ukraine-fund:due_from_operator
account liabilities:sun-ukraine-fund:held:restricted
account assets:sun-ukraine-fund:stripe_balance
account assets:sun-ukraine-fund:text_receivable:fonix:restricted

2026-03-01 (${card(1, '2026-03-01T10:00:00Z').id}) card charged
    ; donation: ${derivedId('card', 1)}
    ; source: stripe
    ; source_id: txn_1
    assets:sun-ukraine-fund:stripe_balance  GBP 9.66
    liabilities:sun-ukraine-fund:held:restricted  GBP -10.00
    assets:sun-ukraine-fund:due_from_operator  GBP 0.34

2026-03-30 (${text('charge-1', '').id}) text charged
    ; donation: ${derivedId('charge-1')}
    ; source: fonix
    ; source_id: ${derivedId('charge-1')}
    assets:sun-ukraine-fund:text_receivable:fonix:restricted  GBP 3.00
    liabilities:sun-ukraine-fund:held:restricted  GBP -3.00

2026-03-30 balances
    assets:sun-ukraine-fund:due_from_operator  GBP 0.00 = GBP 0.34
    liabilities:sun-ukraine-fund:held:restricted  GBP 0.00 = GBP -13.00
    assets:sun-ukraine-fund:stripe_balance  GBP 0.00 = GBP 9.66
    assets:sun-ukraine-fund:text_receivable:fonix:restricted  GBP 0.00 = GBP 3.00
`);
  });

  it('is written for beancount, with its balances on the morning after', async () => {
    await post(card(1, '2026-02-28T10:00:00Z', { direct: true }));

    expect(await written('beancount')).toBe(`option "operating_currency" "GBP"
2026-02-28 open Assets:Memo:Sun-Ukraine-Fund:Collected-By-Partner GBP
2026-02-28 open Liabilities:Memo:Sun-Ukraine-Fund:Given-Directly GBP

2026-02-28 * "given directly"
  entry: "${card(1, '2026-02-28T10:00:00Z').id}"
  donation: "${derivedId('card', 1)}"
  source: "stripe"
  source_id: "txn_1"
  Assets:Memo:Sun-Ukraine-Fund:Collected-By-Partner  10.00 GBP
  Liabilities:Memo:Sun-Ukraine-Fund:Given-Directly  -10.00 GBP

2026-03-01 balance Assets:Memo:Sun-Ukraine-Fund:Collected-By-Partner  10.00 GBP
2026-03-01 balance Liabilities:Memo:Sun-Ukraine-Fund:Given-Directly  -10.00 GBP
`);
  });

  it('holds the entries by London date, then by id', async () => {
    await post(...mixed());

    const dates = (await written('hledger')).match(/^\d{4}-\d\d-\d\d (?=\()/gm);
    expect(dates?.map((date) => date.trim())).toEqual([
      '2026-03-01',
      '2026-03-28',
      '2026-03-29',
      '2026-03-29',
      '2026-03-30',
    ]);
  });

  it('writes one book when asked for one', async () => {
    await post(...mixed());

    const second = await written('hledger', '2026-second-appeal');
    expect(second).toContain('(');
    expect(second).not.toContain('sun-ukraine-fund');
  });

  it('comes in batches of flat size and frees its connection when the reader stops early', async () => {
    await post(...Array.from({ length: 2500 }, (_, number) => card(number, '2026-03-01T10:00:00Z')));
    const idle = await connectionsInTransaction();

    for (let turn = 0; turn < 12; turn++) {
      for await (const lines of journal.lines('hledger')) {
        expect(lines.match(/card charged/g)?.length ?? 0).toBeLessThanOrEqual(1000);
        if (lines.includes('card charged')) break;
      }
    }

    expect(await connectionsInTransaction()).toEqual(idle);
    expect((await written('hledger')).match(/card charged/g)).toHaveLength(2500);
  });

  it('refuses to go on where a transfer names an account that is not there', async () => {
    await post(card(1, '2026-03-01T10:00:00Z'));
    await database.asOwner(`set session_replication_role = replica;
      update ledger.transfer set debit_account = 999 where leg = 1`);

    await expect(written('hledger')).rejects.toThrow('names account 999, which is not there');
  });
});

describe.each(formats)('%s', (format) => {
  const program = programs[format][0]!;
  const checked = isHere(program) ? it : it.skip;

  checked('accepts the journal, and that of each book', async () => {
    await post(...mixed());

    expect(complaints(format, await written(format))).toBe('');
    expect(complaints(format, await written(format, '2026-second-appeal'))).toBe('');
    expect(complaints(format, await written(format, 'sun-ukraine-fund'))).toBe('');
  });

  checked('accepts empty books, and those of an appeal that nobody gave to', async () => {
    expect(complaints(format, await written(format))).toBe('');
    await post(...mixed());
    expect(complaints(format, await written(format, 'no-such-appeal'))).toBe('');
  });

  checked('refuses it when any one transaction is taken out', async () => {
    await post(...mixed());
    const blocks = (await written(format)).split('\n\n');
    expect(blocks).toHaveLength(mixed().length + 2);

    for (let taken = 1; taken <= mixed().length; taken++) {
      expect(complaints(format, blocks.toSpliced(taken, 1).join('\n\n'))).toMatch(/[Bb]alance/);
    }
  });

  checked('reads an outside id as an id, whatever stands in it', async () => {
    const odd = { ...card(1, '2026-03-01T10:00:00Z'), sourceId: 'a"b\\c,d;e\n2026-01-01 f\n    g  GBP 1' };
    await post(odd);

    expect(complaints(format, await written(format))).toBe('');
  });
});

async function connectionsInTransaction(): Promise<unknown> {
  return database.asOwner(`select count(*) from pg_stat_activity
    where datname = current_database() and state like 'idle in transaction%'`);
}
