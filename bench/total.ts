import { DonationCounts } from '../src/giving/donations/donation-counts.js';
import { Snapshots } from '../src/ledger/snapshots.js';
import { BooksCheck } from '../src/reports/check.js';
import { Totals } from '../src/reports/totals.js';
import type { Benchmark, Setting } from './support/benchmark.js';
import { amountPence, loadDonations } from './support/load-donations.js';
import { openProduct, slug } from './support/product.js';
import { median, rounded } from './support/rounds.js';

const sizes = [1e4, 1e5, 1e6, 1e7];
const smallSizes = [1e2, 1e3, 1e4, 1e5];
const warmUpReads = 100;

async function measure(setting: Setting): Promise<Record<string, number>> {
  const { rounds, seconds, small, database } = setting;
  const app = await openProduct(database);
  setting.onStop(() => app.close());
  const totals = app.get(Totals);
  const medianMs: number[] = [];
  for (const [step, size] of (small ? smallSizes : sizes).entries()) {
    const loadedAt = performance.now();
    await loadDonations(database, size);
    const loadSeconds = (performance.now() - loadedAt) / 1_000;
    // As the background half does every second.
    await app.get(Snapshots).cut();
    await app.get(DonationCounts).cut();
    const read = await totals.of(slug);
    if (read.donations !== size || read.raisedPence !== size * amountPence)
      throw new Error(`the total of ${size} donations is wrong: ${JSON.stringify(read)}`);
    console.log(`${size.toLocaleString('en-GB')} donations, loaded in ${loadSeconds.toFixed(1)} s`);
    for (let reads = 0; reads < warmUpReads; reads++) await totals.of(slug);
    const ofRounds: number[] = [];
    for (let round = 1; round <= rounds; round++) {
      const tookMs = await timeReads(() => totals.of(slug), seconds);
      ofRounds.push(median(tookMs));
      console.log(
        `  round ${round}  total ${median(tookMs).toFixed(3)} ms, median of ${tookMs.length} reads`,
      );
    }
    medianMs[step] = median(ofRounds);
    const checkedAt = performance.now();
    const { breaks } = await app.get(BooksCheck).run();
    if (breaks.length > 0) throw new Error(`the books are broken: ${JSON.stringify(breaks)}`);
    const checkSeconds = (performance.now() - checkedAt) / 1_000;
    console.log(`  median   total ${medianMs[step].toFixed(3)} ms; check ${checkSeconds.toFixed(2)} s`);
  }
  return { t1e7Vs1e4: rounded((medianMs.at(-1) ?? NaN) / (medianMs[0] ?? NaN)) };
}

async function timeReads(read: () => Promise<unknown>, seconds: number): Promise<number[]> {
  const tookMs: number[] = [];
  for (const until = performance.now() + seconds * 1_000; performance.now() < until;) {
    const startedAt = performance.now();
    await read();
    tookMs.push(performance.now() - startedAt);
  }
  return tookMs;
}

export const total: Benchmark = {
  name: 'total',
  about: 'reading an appeal’s total, and the check of all books, at 10⁴ to 10⁷ donations',
  clients: 'one, which reads again and again',
  rounds: 5,
  seconds: 2,
  run: measure,
};
