import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { StartRefused } from '../config/environment.js';
import type { PostgresUser } from './postgres-binaries.js';

/** A server's own settings. A fixed few: whoever needs more brings a PostgreSQL of their own. */
const settings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=100',
  'timezone=UTC',
];

/** Runs a program of PostgreSQL to its end; rejects with its last words. */
export function run(program: string, user: PostgresUser | undefined, args: string[]): Promise<void> {
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

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Resolves when the server takes connections; throws StartRefused with what it said last. */
export async function startServer(
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

/** "Fast" shutdown: connections are cut, everything is written, the process is gone when this resolves. */
export async function stopServer(home: string): Promise<void> {
  const pidFile = join(home, 'data', 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (isAlive(pid)) process.kill(pid, 'SIGINT');
  while (isAlive(pid)) await setTimeout(20);
}

/** A process that ended and that nobody has waited for still has its number: where /proc tells, it counts as gone. */
export function isAlive(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !/\) Z /.test(readFileSync(stat, 'utf8'));
}
