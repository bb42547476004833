import { readFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { donations } from '../src/reports/donations-report.js';
import type { Benchmark, Setting } from './support/benchmark.js';
import type { BenchDatabase } from './support/database.js';
import { loadDonations } from './support/load-donations.js';
import { openProduct, type Product, slug, startProduct } from './support/product.js';
import { interleave, rounded } from './support/rounds.js';

const sizes = { few: 1e5, many: 1e6 };
const smallSizes = { few: 1e2, many: 1e3 };
const sampleEveryMs = 10;

async function measure(setting: Setting): Promise<Record<string, number>> {
  const { rounds, small, database } = setting;
  const { few, many } = small ? smallSizes : sizes;
  await (await openProduct(database)).close();
  await loadDonations(database, few);
  const overIdleMiBAt1e5 = await mostOverIdle(setting, few);
  await loadDonations(database, many);
  const overIdleMiBAt1e6 = await mostOverIdle(setting, many);
  const product = await startProduct(database);
  setting.onStop(() => product.stop());
  const medians = await interleave(
    [
      { name: 'export', unit: 'rows/s', measure: () => rowsPerSecond(many, () => exportOverHttp(product)) },
      { name: 'copy', unit: 'rows/s', measure: () => rowsPerSecond(many, () => copyOut(database)) },
    ],
    rounds,
    0,
  );
  return {
    exportVsCopy: rounded(medians.export / medians.copy),
    overIdleMiBAt1e5: rounded(overIdleMiBAt1e5),
    overIdleMiBAt1e6: rounded(overIdleMiBAt1e6),
  };
}

async function rowsPerSecond(expected: number, lines: () => Promise<number>): Promise<number> {
  const startedAt = performance.now();
  const rows = (await lines()) - 1;
  if (rows !== expected) throw new Error(`${rows} rows came of ${expected}`);
  return (rows * 1_000) / (performance.now() - startedAt);
}

/** A fresh process each time; the most of all rounds. Idle is after a first, small answer. */
async function mostOverIdle(setting: Setting, donations: number): Promise<number> {
  let most = 0;
  for (let round = 1; round <= setting.rounds; round++) {
    const product = await startProduct(setting.database);
    try {
      await exportOverHttp(product, '&to=2000-01-01');
      const idleMiB = residentMiB(product.pid);
      let peakMiB = idleMiB;
      const sampling = setInterval(() => {
        peakMiB = Math.max(peakMiB, residentMiB(product.pid));
      }, sampleEveryMs);
      await rowsPerSecond(donations, () => exportOverHttp(product)).finally(() => clearInterval(sampling));
      const overMiB = peakMiB - idleMiB;
      console.log(
        `memory   round ${round}, ${donations.toLocaleString('en-GB')} rows: idle ${idleMiB.toFixed(1)}, peak ${peakMiB.toFixed(1)}, over ${overMiB.toFixed(1)} MiB`,
      );
      most = Math.max(most, overMiB);
    } finally {
      await product.stop();
    }
  }
  return most;
}

function residentMiB(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? NaN) / 1_024;
}

/** Resolves with the number of lines. */
async function exportOverHttp({ port, bearer }: Product, more = ''): Promise<number> {
  const request = get({
    port,
    host: '127.0.0.1',
    path: `/api/v1/staff/reports/donations.csv?appeal=${slug}${more}`,
    headers: { Authorization: `Bearer ${bearer}` },
  });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  if (response.statusCode !== 200) throw new Error(`the export was answered ${response.statusCode}`);
  return countLines(response);
}

async function copyOut(database: BenchDatabase): Promise<number> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    // COPY takes no parameters.
    const query = donations.sql
      .replaceAll('$1', `'${slug}'`)
      .replaceAll('$2', 'null')
      .replaceAll('$3', 'null');
    return await countLines(client.query(copyTo(`copy (${query}) to stdout (format csv, header)`)));
  } finally {
    await client.end();
  }
}

async function countLines(chunks: AsyncIterable<Buffer>): Promise<number> {
  let lines = 0;
  for await (const chunk of chunks) {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;
  }
  return lines;
}

export const exportCsv: Benchmark = {
  name: 'export',
  about: 'the donations CSV of a million rows over HTTP against COPY of the same query, and its memory',
  clients: 'one reader',
  rounds: 3,
  seconds: 0,
  run: measure,
};
