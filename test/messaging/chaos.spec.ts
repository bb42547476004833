import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const seed = Math.floor(Math.random() * 1_000_000);

describe(`kill -9 of the product and of PostgreSQL at random moments (seed ${seed})`, () => {
  it('leaves every acknowledged message in the books exactly once', async () => {
    const command = ['dist/chaos/run.js', '--rounds', '1', '--seed', String(seed)];
    const { stdout } = await promisify(execFile)(process.execPath, command).catch(
      (failed: { stdout: string }) => failed,
    );
    expect(stdout).toContain(`All is well (seed ${seed}).`);
  }, 300_000);
});
