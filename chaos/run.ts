import { parseArgs } from 'node:util';
import { setTimeout } from 'node:timers/promises';
import { Load, type Sent } from './load.js';
import { Random } from './random.js';
import { verdict } from './verdict.js';
import { World } from './world.js';

const textsPerRound = 120;
const roundMs = 3_000;
const victims = ['product 0', 'product 1', 'postgres', 'everything'] as const;

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '20' }, seed: { type: 'string' } },
});
const rounds = Number(values.rounds);
const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Kills at random moments while texts come in, and starts again what was killed. */
async function havoc(world: World, random: Random): Promise<string[]> {
  const kills = Array.from({ length: 1 + random.below(2) }, () => ({
    waitMs: random.below(roundMs / 2),
    victim: random.pick(victims),
    downMs: random.below(800),
  }));
  for (const { waitMs, victim, downMs } of kills) {
    await setTimeout(waitMs);
    const products = victim === 'postgres' ? [] : victim === 'everything' ? [0, 1] : [Number(victim.at(-1))];
    const postgres = victim === 'postgres' || victim === 'everything';
    if (postgres) world.killPostgres();
    await Promise.all(products.map((index) => world.killProduct(index)));
    await setTimeout(downMs);
    if (postgres) await world.restartPostgres();
    await Promise.all(products.map((index) => world.startProduct(index)));
  }
  return kills.map(({ victim }) => victim);
}

say(`seed ${seed}, ${rounds} rounds of ${textsPerRound} texts; kill -9 at random moments`);
const random = new Random(seed);
const world = await World.start();
let faultyRounds = 0;
try {
  const load = new Load(world.productUrls, world.config.fonix?.webhookToken ?? '', random);
  const sent: Sent[] = [];
  for (let round = 1; round <= rounds; round++) {
    const startedAt = Date.now();
    const [texts, killed] = await Promise.all([load.send(textsPerRound, roundMs), havoc(world, random)]);
    sent.push(...texts);
    const faults = await verdict(world, sent);
    if (faults.length > 0) faultyRounds++;
    const acknowledged = sent.filter((text) => text.acknowledged).length;
    const seconds = ((Date.now() - startedAt) / 1_000).toFixed(1);
    say(
      `round ${round}: killed ${killed.join(', ')}; ${acknowledged} of ${sent.length} acknowledged so far, ` +
        `${faults.length === 0 ? 'each in the books once' : `${faults.length} faults`}; ${seconds} s`,
    );
    for (const fault of faults.slice(0, 20)) say(`  ${fault}`);
  }
} finally {
  await world.stop(faultyRounds > 0);
}
say(
  faultyRounds === 0
    ? `All is well (seed ${seed}).`
    : `${faultyRounds} rounds at fault (seed ${seed}): see ${world.folder}`,
);
process.exitCode = faultyRounds === 0 ? 0 : 1;
