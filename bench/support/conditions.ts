import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import type { Benchmark, Setting } from './benchmark.js';

const settings = [
  'fsync',
  'synchronous_commit',
  'full_page_writes',
  'wal_sync_method',
  'shared_buffers',
  'max_wal_size',
  'commit_delay',
];

/** Prints what the figures depend on. */
export async function printConditions(
  benchmark: Benchmark,
  { rounds, seconds, small, database }: Setting,
): Promise<void> {
  const [server] = await database.asOwner<{ server_version: string }>('show server_version');
  const values = await database.asOwner<{ name: string; value: string }>(
    `select name, current_setting(name) as value from unnest($1::text[]) as name`,
    [settings],
  );
  const [one, five] = loadavg().map((load) => load.toFixed(2));
  const lines = {
    benchmark: `${benchmark.name}${small ? ', small scale: the figures mean nothing' : ''}`,
    node: process.version,
    postgresql: `${server?.server_version}, embedded; ${values
      .map(({ name, value }) => `${name}=${value}`)
      .join(' ')}`,
    machine: `${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB`,
    'load before': `${one} (1 min), ${five} (5 min)`,
    clients: benchmark.clients,
    measured: `${rounds} rounds after one to warm up, ${seconds} s each`,
  };
  for (const [name, value] of Object.entries(lines)) console.log(`${name.padEnd(12)} ${value}`);
  console.log();
}
