import { spawn } from 'node:child_process';
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
import { createServer, type Socket } from 'node:net';
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

/** A server's own settings. A fixed few: whoever needs more brings a PostgreSQL of their own. */
const settings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=100',
  'timezone=UTC',
];

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

function isAlive(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A place outside the checkout, the same at every start from it, that survives a restart of the machine. */
function reachableHome(dataDir: string): string {
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
    ...['-D', data, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`],
    ...['--encoding=UTF8', '--locale=C', '--no-instructions'],
  ]);
  rmSync(passwordFile);
  writeCluster(home, cluster);
}

function run(program: string, user: PostgresUser | undefined, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...user,
      env: serverEnvironment(),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(lastLine(errors)))));
  });
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

/** The server needs nothing of our environment, and must not read PG* variables meant for clients. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C' };
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

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

async function startServer(
  home: string,
  native: string,
  user: PostgresUser | undefined,
  port: number,
): Promise<void> {
  const flags = [...settings, `port=${port}`].flatMap((setting) => ['-c', setting]);
  // Its own process group: a Ctrl-C in the terminal must not stop it before we have drained.
  const server = spawn(join(native, 'bin', 'postgres'), ['-D', join(home, 'data'), ...flags], {
    ...user,
    env: serverEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  let log = '';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', () =>
      reject(new StartRefused(`the database in ${home} did not start: ${fatalLine(log)}`)),
    );
    server.stderr.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-20_000);
      if (log.includes('ready to accept connections')) resolve();
    });
  });
  // From here on it is no reason for us to stay: whoever holds the result stops it.
  server.unref();
  (server.stderr as Socket).unref();
}

const fatalLine = (log: string): string =>
  log.split('\n').findLast((line) => line.includes('FATAL')) ?? lastLine(log);

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

/** "Fast" shutdown: connections are cut, everything is written, the process is gone when this resolves. */
async function stopServer(home: string): Promise<void> {
  const pidFile = join(home, 'data', 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (isAlive(pid)) process.kill(pid, 'SIGINT');
  while (isAlive(pid)) await setTimeout(20);
}
