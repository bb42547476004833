import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../src/platform/config/project-root.js';

const run = promisify(execFile);
const small = ['--scale', 'small', '--rounds', '1', '--seconds', '0.1'];

/** Each starts the product beside its rivals, and fails where one of them no longer fits in. */
const ratios: Record<string, string[]> = {
  ledger: ['groupedVsInsert', 'groupedVsLockedBalance', 'groupedVsCopy'],
  reports: ['peakAt1e6VsAt1e5'],
  console: [
    'today',
    'donations',
    'byAmount',
    'byNoAmount',
    'byState',
    'byAmountAndState',
    'byChannel',
    'byNumber',
    'donation',
    'breaks',
    'remittances',
  ],
  intake: ['durableVsNoop', 'durableVsPerRequest', 'p99Ms', 'noopP99Ms'],
};

describe('npm run bench', () => {
  it.each(Object.keys(ratios))('%s ends with one line of JSON that holds its ratios', async (name) => {
    const { stdout } = await run(process.execPath, [join(projectRoot, 'dist/bench/run.js'), name, ...small], {
      cwd: projectRoot,
    });
    const last = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
    expect(last.bench).toBe(name);
    expect(Object.keys(last.ratios).toSorted()).toEqual(ratios[name]?.toSorted());
    for (const ratio of Object.values(last.ratios)) expect(ratio).toBeGreaterThan(0);
  });
});
