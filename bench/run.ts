import { parseArgs } from 'node:util';
import { stopOnSignal } from '../src/main.js';
import { cardtesting } from './cardtesting.js';
import { consolePages } from './console.js';
import { endtoend } from './endtoend.js';
import { exportCsv } from './export.js';
import { intake } from './intake.js';
import { ledger } from './ledger.js';
import { reports } from './reports.js';
import type { Benchmark } from './support/benchmark.js';
import { printConditions } from './support/conditions.js';
import { startDatabase } from './support/database.js';
import { total } from './total.js';

const benchmarks = [ledger, intake, endtoend, total, exportCsv, reports, cardtesting, consolePages];

/** Starts what the benchmark needs, runs it, and leaves nothing behind, also at Ctrl-C. */
async function runBenchmark(
  benchmark: Benchmark,
  chosen: { rounds: number; seconds: number; small: boolean },
): Promise<void> {
  const stops: (() => Promise<void>)[] = [];
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> =>
    (stopping ??= (async () => {
      for (const each of stops.toReversed()) await each();
    })());
  stopOnSignal(stop);
  try {
    const starting = startDatabase();
    // A Ctrl-C may come while it starts.
    stops.push(() =>
      starting.then(
        (database) => database.remove(),
        () => {},
      ),
    );
    const database = await starting;
    const setting = { ...chosen, database, onStop: (each: () => Promise<void>) => void stops.push(each) };
    await printConditions(benchmark, setting);
    const ratios = await benchmark.run(setting);
    await stop();
    console.log(JSON.stringify({ bench: benchmark.name, ratios }));
  } finally {
    await stop();
  }
}

function positive(text: string, name: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new Error(`--${name} must be a number above 0`);
  return number;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string' }, seconds: { type: 'string' }, scale: { type: 'string' } },
});
const benchmark = benchmarks.find(({ name }) => name === positionals[0]);
if (benchmark) {
  await runBenchmark(benchmark, {
    rounds: values.rounds === undefined ? benchmark.rounds : Math.ceil(positive(values.rounds, 'rounds')),
    seconds: values.seconds === undefined ? benchmark.seconds : positive(values.seconds, 'seconds'),
    small: values.scale === 'small',
  });
} else {
  if (positionals[0] !== undefined) console.error(`There is no benchmark ${positionals[0]}.`);
  console.log('npm run bench -- NAME [--rounds N] [--seconds S] [--scale small]\n');
  for (const { name, about } of benchmarks) console.log(`  ${name.padEnd(11)} ${about}`);
  process.exitCode = positionals[0] === undefined ? 0 : 1;
}
