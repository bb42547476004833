import { DataSource } from 'typeorm';
import type pg from 'pg';
import type { Entry } from '../src/ledger/entry.js';
import { Ledger } from '../src/ledger/ledger.js';
import { textCharged } from '../src/ledger/postings-text.js';
import { Transactions } from '../src/platform/database/transactions.js';
import { newId } from '../src/vocabulary/ids.js';
import { pence } from '../src/vocabulary/pence.js';
import { copyRows, insertOne, lockedTransfer, makeRivalTables } from './ledger-rivals.js';
import type { Benchmark, Setting } from './support/benchmark.js';
import { untilTime } from './support/clients.js';
import { openProduct, slug } from './support/product.js';
import { interleave, rounded } from './support/rounds.js';

const clients = 16;
const groupSize = 1_000;
const groupClients = 4;
const copyStreams = 2;
const rowsPerCopy = 10_000;

/** A text donation of £5 to the one appeal that everybody gives to. Every variant's ids sort by time, as ours do. */
function nextEntry(): Entry {
  const chargeId = newId(Date.now());
  return textCharged({
    book: slug,
    donationId: chargeId,
    purpose: 'restricted',
    direct: false,
    gateway: 'fonix',
    chargeId,
    grossPence: pence(500),
    reportedAt: new Date(),
  });
}

async function measure({ rounds, seconds, database }: Setting): Promise<Record<string, number>> {
  const app = await openProduct(database);
  const dataSource = app.get(DataSource);
  const { master: pool } = dataSource.driver as unknown as { master: pg.Pool };
  // The product's own pool is smaller; every variant gets the same.
  pool.options.max = clients;
  const [ledger, transactions] = [app.get(Ledger), app.get(Transactions)];
  const post = async (entries: Entry[]): Promise<number> => {
    const { posted } = await transactions.run((tx) => ledger.post(tx, entries));
    if (posted.size !== entries.length) throw new Error('an entry was not posted');
    return posted.size;
  };
  await makeRivalTables(database);
  await post([nextEntry()]);
  const group = (): Entry[] => Array.from({ length: groupSize }, nextEntry);
  const perSecond = (parallel: number, work: () => Promise<number>) => (seconds: number) =>
    untilTime(parallel, seconds, work);
  try {
    const medians = await interleave(
      [
        { name: 'grouped', unit: 'transfers/s', measure: perSecond(groupClients, () => post(group())) },
        { name: 'insert', unit: 'rows/s', measure: perSecond(clients, () => insertOne(dataSource)) },
        {
          name: 'onePerCommit',
          unit: 'transfers/s',
          measure: perSecond(clients, () => post([nextEntry()])),
        },
        {
          name: 'lockedBalance',
          unit: 'transfers/s',
          measure: perSecond(clients, () => lockedTransfer(pool)),
        },
        { name: 'copy', unit: 'rows/s', measure: perSecond(copyStreams, () => copyRows(pool, rowsPerCopy)) },
      ],
      rounds,
      seconds,
    );
    console.log(`one per commit against one INSERT: ${rounded(medians.onePerCommit / medians.insert)}`);
    return {
      groupedVsInsert: rounded(medians.grouped / medians.insert),
      groupedVsLockedBalance: rounded(medians.grouped / medians.lockedBalance),
      groupedVsCopy: rounded(medians.grouped / medians.copy),
    };
  } finally {
    await app.close();
  }
}

export const ledger: Benchmark = {
  name: 'ledger',
  about:
    'transfers into one hot account, in groups and one per commit, against INSERT, COPY and locked balances',
  clients: `grouped ${groupClients} x ${groupSize}; insert, one per commit and locked balance ${clients}; copy ${copyStreams} x ${rowsPerCopy}`,
  rounds: 5,
  seconds: 4,
  run: measure,
};
