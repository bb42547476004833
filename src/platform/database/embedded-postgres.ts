import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { StartRefused } from '../config/environment.js';
import {
  canReach,
  completeInstallation,
  copyInstallation,
  packagedPostgres,
  postgresUser,
  type PostgresUser,
} from './postgres-binaries.js';
import { freePort, isAlive, run, startServer, stopServer } from './postgres-server.js';

export interface EmbeddedPostgres {
  /** How to reach the database `everypenny` as its owner. */
  url: string;
  /** Where binaries and data had to be put because PostgreSQL's user can't reach the checkout. */
  movedTo: string | undefined;
  /** Whether we started it; if not, another process of ours runs it and `stop` leaves it alone. */
  started: boolean;
  stop(): Promise<void>;
}

interface Cluster {
  port: number;
  password: string;
  /** The process of ours that started the server and will stop it. */
  ownerPid?: number;
}

/**
 * A real PostgreSQL from the npm package, with its data below `dataDir`. Finds the one that already runs
 * there, or starts it; makes the cluster on the first start, and makes it again when an earlier first start
 * was cut short. Throws StartRefused with what to do.
 */
export async function embeddedPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  const user = postgresUser();
  const packaged = packagedPostgres();
  completeInstallation(packaged);
  const moved =
    user !== undefined && !(canReach(join(packaged, 'bin', 'postgres'), user) && canReach(dataDir, user));
  const home = moved ? reachableHome(dataDir) : join(dataDir, 'postgres');
  const native = moved ? join(home, 'native') : packaged;
  try {
    ownedFolder(home, user);
    if (moved) copyInstallation(packaged, native);
    if (!existsSync(join(home, 'cluster.json'))) await makeCluster(home, native, user);
  } catch (error) {
    throw new StartRefused(`the database can't be made in ${home}: ${(error as Error).message}`);
  }
  const movedTo = moved ? home : undefined;
  for (let tries = 1; ; tries++) {
    const cluster = readCluster(home);
    const running = await answers(cluster);
    if (running && isAlive(cluster.ownerPid)) {
      return { url: urlOf(cluster), movedTo, started: false, stop: () => Promise.resolve() };
    }
    try {
      // A server whose owner was killed is adopted; otherwise we start our own.
      if (!running) await startServer(home, native, user, (cluster.port = await freePort()));
      writeCluster(home, { ...cluster, ownerPid: process.pid });
      await createDatabase(cluster);
      return { url: urlOf(cluster), movedTo, started: true, stop: () => stopServer(home) };
    } catch (error) {
      // Another process of ours may be starting it at this very moment: then it answers soon.
      if (tries === 5) throw error;
      await setTimeout(500);
    }
  }
}

const readCluster = (home: string): Cluster =>
  JSON.parse(readFileSync(join(home, 'cluster.json'), 'utf8')) as Cluster;

function writeCluster(home: string, cluster: Cluster): void {
  writeFileSync(join(home, 'cluster.json.new'), JSON.stringify(cluster), { mode: 0o600 });
  renameSync(join(home, 'cluster.json.new'), join(home, 'cluster.json'));
}

/** A place outside the checkout, the same at every start from it, that survives a restart of the machine. */
export function reachableHome(dataDir: string): string {
  return join('/var/tmp', `everypenny-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`);
}

function ownedFolder(folder: string, user: PostgresUser | undefined): void {
  mkdirSync(folder, { recursive: true });
  if (user) chownSync(folder, user.uid, user.gid);
  chmodSync(folder, 0o755);
}

async function makeCluster(home: string, native: string, user: PostgresUser | undefined): Promise<void> {
  // A data folder without cluster.json is what an interrupted first start left: nothing was ever in it.
  rmSync(join(home, 'data'), { recursive: true, force: true });
  const cluster: Cluster = { port: 0, password: randomBytes(18).toString('base64url') };
  const passwordFile = join(home, 'password');
  writeFileSync(passwordFile, cluster.password, { mode: 0o600 });
  if (user) chownSync(passwordFile, user.uid, user.gid);
  const data = join(home, 'data');
  await run(join(native, 'bin', 'initdb'), user, [
    '-D',
    data,
    '-U',
    'postgres',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale=C',
    '--no-instructions',
  ]);
  rmSync(passwordFile);
  writeCluster(home, cluster);
}

function urlOf(cluster: Cluster, database = 'everypenny'): string {
  return `postgres://postgres:${cluster.password}@127.0.0.1:${cluster.port}/${database}`;
}

async function answers(cluster: Cluster): Promise<boolean> {
  const client = new pg.Client({
    connectionString: urlOf(cluster, 'postgres'),
    connectionTimeoutMillis: 2_000,
  });
  if (cluster.port === 0) return false;
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function createDatabase(cluster: Cluster): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(cluster, 'postgres') });
  await client.connect();
  try {
    const found = await client.query(`select 1 from pg_database where datname = 'everypenny'`);
    if (found.rowCount === 0) await client.query('create database everypenny');
  } finally {
    await client.end();
  }
}
