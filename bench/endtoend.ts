import { setTimeout } from 'node:timers/promises';
import { BooksCheck } from '../src/reports/check.js';
import type { Benchmark, Setting } from './support/benchmark.js';
import { startGenerator } from './support/generator.js';
import { openProduct, startProduct, webhookToken } from './support/product.js';
import { interleave, median, rounded } from './support/rounds.js';

const connections = 64;
const lookEveryMs = 20;
const mostDrainMs = 300_000;

async function measure(setting: Setting): Promise<Record<string, number>> {
  const { rounds, seconds, small, database } = setting;
  const generator = await startGenerator();
  const product = await startProduct(database, { workers: true, gatewayPort: generator.gatewayPort });
  setting.onStop(() => product.stop());
  // What is named last is stopped first: nobody may be asking when the product goes.
  setting.onStop(() => generator.stop());
  const { port } = product;
  const drains: number[] = [];
  let booked = 0;

  /** Gives, waits until the books hold it all, and says how many donations a second that was. */
  const posted = async (forSeconds: number): Promise<number> => {
    const donations = small ? 200 : 2_000 * forSeconds;
    const given = await generator.give({ port, token: webhookToken, connections, donations });
    booked += donations;
    const doneAtMs = await whenBooked(setting, booked);
    const drainSeconds = (doneAtMs - given.lastReportAtMs) / 1_000;
    drains.push(drainSeconds);
    const textsSeconds = (given.lastTextAtMs - given.startedAtMs) / 1_000;
    console.log(
      `         ${donations} donations: texts in after ${textsSeconds.toFixed(2)} s, all booked ${drainSeconds.toFixed(2)} s after the last report, asked to wait ${given.askedToWait} times`,
    );
    return donations / ((doneAtMs - given.startedAtMs) / 1_000);
  };
  const path = `/bench/noop/${webhookToken}/message`;
  const rates = await interleave(
    [
      { name: 'posted', unit: 'donations/s', measure: posted },
      {
        name: 'noop',
        unit: 'answered/s',
        measure: (forSeconds) => generator.rate({ port, path, connections, seconds: forSeconds }),
      },
    ],
    rounds,
    seconds,
  );
  await mustBalance(setting);
  return {
    postedVsNoop: rounded(rates.posted / rates.noop),
    // The first was to warm up.
    drainSeconds: rounded(median(drains.slice(1))),
  };
}

/** Resolves with the time at which nothing waited any more and the books held so many donations. */
async function whenBooked({ database }: Setting, donations: number): Promise<number> {
  for (const until = Date.now() + mostDrainMs; Date.now() < until; await setTimeout(lookEveryMs)) {
    const [row] = await database.asOwner<{ waiting: boolean }>(
      `select exists (select from messaging.inbox where done_at is null)
         or exists (select from messaging.outbox where done_at is null and gave_up_at is null) as waiting`,
    );
    if (row?.waiting !== false) continue;
    const doneAtMs = Date.now();
    const [found] = await database.asOwner<{ transfers: number }>(
      'select count(*)::integer as transfers from ledger.transfer',
    );
    if (found?.transfers !== donations)
      throw new Error(`the books hold ${found?.transfers} transfers of ${donations} donations`);
    return doneAtMs;
  }
  throw new Error('messages still wait');
}

async function mustBalance({ database }: Setting): Promise<void> {
  const app = await openProduct(database);
  try {
    const { breaks, checked } = await app.get(BooksCheck).run();
    if (breaks.length > 0) throw new Error(`the books are broken: ${JSON.stringify(breaks)}`);
    console.log(`check: ${checked.donations} donations, ${checked.transfers} transfers, no break`);
  } finally {
    await app.close();
  }
}

export const endtoend: Benchmark = {
  name: 'endtoend',
  about:
    'text, charge call and report of each donation until all are booked, against a route that does nothing',
  clients: `${connections} connections of the gateway, which answers charge calls at once`,
  rounds: 3,
  seconds: 5,
  run: measure,
};
