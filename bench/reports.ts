import { readFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { allReports } from '../src/reports/all-reports.js';
import { type Report, rowsAsText } from '../src/reports/report.js';
import { reportFiles } from '../src/reports/report-files.js';
import type { Benchmark, Setting } from './support/benchmark.js';
import { loadDonations } from './support/load-donations.js';
import { openProduct, type Product, slug, startProduct } from './support/product.js';
import { rounded } from './support/rounds.js';

const sizes = { few: 1e5, many: 1e6 };
const smallSizes = { few: 1e2, many: 1e3 };
const sampleEveryMs = 10;

interface Measured {
  peakMiB: number;
  rowsPerSecond: number;
}

async function measure(setting: Setting): Promise<Record<string, number>> {
  const { few, many } = setting.small ? smallSizes : sizes;
  await (await openProduct(setting.database)).close();
  await loadDonations(setting.database, few);
  const peakMiBAtFew = await everyFile(setting, few);
  await loadDonations(setting.database, many);
  const peakMiBAtMany = await everyFile(setting, many);
  return { peakAt1e6VsAt1e5: rounded(peakMiBAtMany / peakMiBAtFew) };
}

/** Asks one process for every file, one after another. Resolves with the most memory that it had. */
async function everyFile(setting: Setting, donations: number): Promise<number> {
  const counts = new Map<Report, number>();
  for (const report of allReports) counts.set(report, await rowsOf(setting, report));
  const product = await startProduct(setting.database);
  setting.onStop(() => product.stop());
  // Idle is after every form was written once.
  for (const file of reportFiles.keys()) await download(product, `${file}?to=2000-01-01`);
  const idleMiB = residentMiB(product.pid);
  let most = 0;
  for (const [file, { report }] of reportFiles) {
    const { peakMiB, rowsPerSecond } = await oneFile(product, file, counts.get(report) ?? 0);
    most = Math.max(most, peakMiB);
    console.log(
      `${file.padEnd(24)} ${donations.toLocaleString('en-GB').padStart(9)} donations ` +
        `${(counts.get(report) ?? 0).toLocaleString('en-GB').padStart(9)} rows ` +
        `${(peakMiB - idleMiB).toFixed(1).padStart(6)} MiB over idle ${Math.round(rowsPerSecond).toLocaleString('en-GB').padStart(8)} rows/s`,
    );
  }
  await product.stop();
  return most;
}

async function oneFile(product: Product, file: string, rows: number): Promise<Measured> {
  let peakMiB = residentMiB(product.pid);
  const sampling = setInterval(() => {
    peakMiB = Math.max(peakMiB, residentMiB(product.pid));
  }, sampleEveryMs);
  const startedAt = performance.now();
  await download(product, `${file}?appeal=${slug}`).finally(() => clearInterval(sampling));
  const seconds = (performance.now() - startedAt) / 1_000;
  return { peakMiB, rowsPerSecond: rows / seconds };
}

async function rowsOf({ database }: Setting, report: Report): Promise<number> {
  const all = rowsAsText(report)
    .replaceAll('$1', `'${slug}'`)
    .replaceAll(/\$[23]/g, 'null');
  const [row] = await database.asOwner<{ rows: number }>(
    `select count(*)::integer as rows from (${all}) report`,
  );
  return row?.rows ?? 0;
}

function residentMiB(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? NaN) / 1_024;
}

/** Reads to the end, and throws where the answer is cut short. */
async function download({ port, bearer }: Product, path: string): Promise<void> {
  const request = get({
    port,
    host: '127.0.0.1',
    path: `/api/v1/staff/reports/${path}`,
    headers: { Authorization: `Bearer ${bearer}` },
  });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  if (response.statusCode !== 200) throw new Error(`${path} was answered ${response.statusCode}`);
  for await (const _ of response);
  if (!response.complete) throw new Error(`${path} was cut short`);
}

export const reports: Benchmark = {
  name: 'reports',
  about: 'every report in every form at 10⁵ and 10⁶ donations: its memory over idle, and rows per second',
  clients: 'one reader',
  rounds: 1,
  seconds: 0,
  run: measure,
};
