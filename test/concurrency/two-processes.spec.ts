import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../../src/platform/database/postgres-server.js';
import { BooksCheck } from '../../src/reports/check.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { handset, raised, settled, total } from '../support/donor.js';
import { eventually } from '../support/eventually.js';
import { postForm, textForm } from '../support/gateway.js';

describe('several processes on one database', () => {
  let test: TestApp;
  const children: ChildProcess[] = [];
  const urls: string[] = [];

  const spawnHalf = async (half: 'serve' | 'worker'): Promise<void> => {
    const port = await freePort();
    const child = spawn(process.execPath, ['dist/src/cli.js', half], {
      env: {
        PATH: process.env['PATH'],
        PORT: String(port),
        SANDBOX_PORT: new URL(test.sandboxUrl).port,
        DATABASE_URL: test.database.url,
        SECRETS_KEY: test.config.secretsKey.toString('base64'),
        DATA_DIR: test.config.dataDir,
        NODE_ENV: 'test',
        LOG_LEVEL: 'warn',
      },
      stdio: 'ignore',
    });
    children.push(child);
    if (half === 'worker') return;
    const url = `http://127.0.0.1:${port}`;
    urls.push(url);
    await eventually('a process to be ready', async () =>
      fetch(`${url}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
  };

  beforeAll(async () => {
    // This process has the sandbox and both halves of its own; the others are as an operator would start them.
    test = await startTestApp();
    urls.push(test.url);
    await Promise.all([spawnHalf('serve'), spawnHalf('worker')]);
  });
  afterAll(async () => {
    for (const child of children) {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    }
    await test.close();
  });

  const send = (index: number, form: Record<string, string>) =>
    postForm(test, urls[index % urls.length] ?? '', 'message', form);

  it('make one row, one charge and one entry of a text that comes 20 times at once', async () => {
    const form = { ...textForm, GUID: 'twenty-at-once' };
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => send(index, form)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(await raised(test, 300)).toMatchObject({ donations: 1 });
    await settled(test);
    expect((await handset(test, textForm.MONUMBER)).donatedPence).toBe(300);
    const rows = await test.database.dataSource.query(
      `select (select count(*)::integer from messaging.inbox where external_id = 'twenty-at-once') as inbox,
         (select count(*)::integer from text.message) as messages,
         (select count(*)::integer from text.charge) as charges,
         (select count(distinct entry)::integer from ledger.transfer) as entries`,
    );
    expect(rows).toEqual([{ inbox: 1, messages: 1, charges: 1, entries: 1 }]);
  });

  it('work through many texts together, none of them twice', async () => {
    const texts = Array.from({ length: 300 }, (_, index) => ({
      ...textForm,
      GUID: `many-${index}`,
      MONUMBER: String(447_700_900_200 + index),
    }));
    const answers = await Promise.all(texts.map((form, index) => send(index, form)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    await raised(test, 300 + 300 * 300);
    await settled(test);
    expect(await total(test)).toMatchObject({ donations: 301, pendingPence: 0 });
    const twice = await test.database.dataSource.query(
      `select donation_id from ledger.transfer group by donation_id having count(distinct entry) > 1`,
    );
    expect(twice).toEqual([]);
    const bills = await Promise.all(texts.map(({ MONUMBER }) => handset(test, `+${MONUMBER}`)));
    expect(bills.map(({ donatedPence }) => donatedPence)).toEqual(texts.map(() => 300));
    expect((await test.app.get(BooksCheck).run()).breaks).toEqual([]);
  });
});
