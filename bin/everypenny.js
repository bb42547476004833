#!/usr/bin/env node
// Builds what has changed since the last build, then runs the command. Plain JavaScript, because it runs first.
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync, utimesSync, writeFileSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, 'dist', '.built');

function newest(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .reduce((latest, entry) => Math.max(latest, statSync(join(entry.parentPath, entry.name)).mtimeMs), 0);
}

function build() {
  const builtAt = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
  if (!existsSync(join(root, 'src')) || builtAt > Math.max(newest('src'), newest('sandbox'))) return;
  process.stderr.write('Building…\n');
  const startedAt = new Date();
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const result = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (result.status !== 0) process.exit(1);
  writeFileSync(stamp, '');
  utimesSync(stamp, startedAt, startedAt);
}

build();
await import(join(root, 'dist', 'src', 'cli.js'));
