import type { Benchmark, Setting } from './support/benchmark.js';
import { startGenerator } from './support/generator.js';
import { startProduct, webhookToken } from './support/product.js';
import { interleave, percentile, rounded } from './support/rounds.js';

const connections = 64;
const perSecond = 350;

const paths = {
  durable: `/webhooks/text/fonix/${webhookToken}/message`,
  noop: `/bench/noop/${webhookToken}/message`,
  perRequest: `/bench/per-request/${webhookToken}/message`,
  perStatement: `/bench/per-statement/${webhookToken}/message`,
};

async function measure(setting: Setting): Promise<Record<string, number>> {
  const { rounds, seconds, database } = setting;
  const generator = await startGenerator();
  const product = await startProduct(database);
  setting.onStop(() => product.stop());
  // What is named last is stopped first: nobody may be asking when the product goes.
  setting.onStop(() => generator.stop());
  const { port } = product;

  const variant = <Name extends keyof typeof paths>(name: Name) => ({
    name,
    unit: 'answered/s',
    async measure(forSeconds: number) {
      // No worker runs, and the intake refuses once too much waits.
      await database.asOwner('truncate messaging.inbox');
      return generator.rate({ port, path: paths[name], connections, seconds: forSeconds });
    },
  });
  const rates = await interleave(
    [variant('durable'), variant('noop'), variant('perRequest'), variant('perStatement')],
    rounds,
    seconds,
  );

  const latencies: Record<'durable' | 'noop', number[][]> = { durable: [], noop: [] };
  const openVariant = (name: 'durable' | 'noop') => ({
    name: `${name} p99`,
    unit: `ms at ${perSecond}/s`,
    async measure(forSeconds: number) {
      await database.asOwner('truncate messaging.inbox');
      const load = { port, path: paths[name], connections, perSecond, seconds: forSeconds };
      const { refused, latenciesMs } = await generator.open(load);
      if (refused > 0) throw new Error(`${refused} requests were refused`);
      latencies[name].push(latenciesMs);
      return percentile(latenciesMs, 99);
    },
  });
  await interleave([openVariant('durable'), openVariant('noop')], rounds, seconds);
  // The first round was to warm up.
  const overall = (name: 'durable' | 'noop', percent: number): number =>
    percentile(latencies[name].slice(1).flat(), percent);
  for (const name of ['durable', 'noop'] as const) {
    const [p50, p99, most] = [50, 99, 100].map((percent) => overall(name, percent).toFixed(2));
    console.log(`${name.padEnd(8)} of all rounds: p50 ${p50} ms, p99 ${p99} ms, longest ${most} ms`);
  }
  console.log(`durable against one statement per request: ${rounded(rates.durable / rates.perStatement)}`);
  return {
    durableVsNoop: rounded(rates.durable / rates.noop),
    durableVsPerRequest: rounded(rates.durable / rates.perRequest),
    p99Ms: rounded(overall('durable', 99)),
    noopP99Ms: rounded(overall('noop', 99)),
  };
}

export const intake: Benchmark = {
  name: 'intake',
  about: 'texts answered when durable, against a route that does nothing and one transaction per request',
  clients: `${connections} connections, one process; open loop at ${perSecond}/s over as many`,
  rounds: 5,
  seconds: 5,
  run: measure,
};
