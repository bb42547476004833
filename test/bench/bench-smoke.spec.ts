import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../src/platform/config/project-root.js';

const run = promisify(execFile);

describe('npm run bench', () => {
  it('ends with one line of JSON that holds the ratios of the benchmark', async () => {
    const { stdout } = await run(
      process.execPath,
      [
        join(projectRoot, 'dist/bench/run.js'),
        'ledger',
        '--scale',
        'small',
        '--rounds',
        '1',
        '--seconds',
        '0.1',
      ],
      { cwd: projectRoot },
    );
    const last = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
    expect(last).toEqual({
      bench: 'ledger',
      ratios: {
        groupedVsInsert: expect.any(Number),
        groupedVsLockedBalance: expect.any(Number),
        groupedVsCopy: expect.any(Number),
      },
    });
  });
});
