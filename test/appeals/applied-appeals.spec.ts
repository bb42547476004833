import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { applyAppealFiles } from '../../src/appeal-files.js';
import { startTestApp, type TestApp } from '../support/app.js';

const own = readFileSync('appeals/sun-ukraine-fund.yaml', 'utf8');
const another = own.replace('slug: sun-ukraine-fund', 'slug: another-fund');

describe('an appeal beside one that is applied', () => {
  const folder = mkdtempSync(join(tmpdir(), 'everypenny-appeals-'));
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp({ workers: false });
  });
  afterAll(async () => {
    await test.close();
    rmSync(folder, { recursive: true });
  });

  const apply = (yaml: string) => {
    const file = join(folder, 'appeal.yaml');
    writeFileSync(file, yaml);
    return applyAppealFiles(test.app, [file]);
  };

  it('is refused its keyword on its short code, so that a text leads to one appeal', async () => {
    await expect(apply(another)).rejects.toThrow(
      'SUN is a keyword of the applied appeal sun-ukraine-fund too',
    );
  });

  it('has the keyword on another short code, or another keyword', async () => {
    expect(await apply(another.replace("'70141'", "'70142'"))).toEqual(['another-fund: created']);
    expect(await apply(another.replaceAll('SUN', 'RELIEF'))).toEqual(['another-fund: changed']);
  });

  it('is the same appeal when it has its slug', async () => {
    expect(await apply(own)).toEqual(['sun-ukraine-fund: unchanged']);
  });
});
