import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../../src/platform/database/postgres-server.js';
import { BooksCheck } from '../../src/reports/check.js';
import { settled } from '../support/donor.js';
import { eventually } from '../support/eventually.js';
import { postMessage } from '../support/gateway.js';
import { startTextStory, type TextStory } from '../support/play-gateway.js';

describe('texts of one number, worked on by two processes at once', () => {
  let story: TextStory;
  let worker: ChildProcess;
  beforeAll(async () => {
    story = await startTextStory();
    const { config, database, sandboxUrl } = story.test;
    const metricsPort = await freePort();
    worker = spawn(process.execPath, ['dist/src/cli.js', 'worker'], {
      env: {
        PATH: process.env['PATH'],
        SANDBOX: 'stripe',
        METRICS_PORT: String(metricsPort),
        SANDBOX_PORT: new URL(sandboxUrl).port,
        DATABASE_URL: database.url,
        SECRETS_KEY: config.secretsKey.toString('base64'),
        DATA_DIR: config.dataDir,
        FONIX_API_KEY: config.fonix.apiKey,
        FONIX_API_BASE: config.fonix.apiBase,
        FONIX_WEBHOOK_TOKEN: config.fonix.webhookToken,
        NODE_ENV: 'test',
        LOG_LEVEL: 'warn',
      },
      stdio: 'ignore',
    });
    await eventually('the other process to work', async () =>
      fetch(`http://127.0.0.1:${metricsPort}/metrics`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
  });
  afterAll(async () => {
    const gone = once(worker, 'exit');
    worker.kill('SIGTERM');
    await gone;
    await story.close();
  });

  const sendAll = async (number: string, bodies: string[], DESTINATION = '70141') => {
    await Promise.all(
      bodies.map((BODY) =>
        postMessage(story.test, { GUID: randomUUID(), MONUMBER: number, BODY, DESTINATION }),
      ),
    );
    await settled(story.test);
  };
  const charged = (number: string) =>
    story.gateway.charges(number).reduce((sum, { form }) => sum + Number(form['AMOUNT']), 0);

  it('never come to more than the caps let through', async () => {
    const pounds = Array.from({ length: 15 }, (_, index) => index + 1);
    await story.appeal('many', 'MANY', pounds, { shortcode: '70151' });
    for (let round = 0; round < 5; round++) {
      const number = story.number();
      const texts = pounds.map((pound) => `MANY£${pound}`);
      await sendAll(number, texts, '70151');
      expect(charged(number)).toBeLessThanOrEqual(4_000);
      expect(charged(number)).toBeGreaterThan(2_500);
    }
  });

  it('charge a text once that comes ten times at once, and hold the newest of the rest', async () => {
    const number = story.number();
    await sendAll(number, Array<string>(10).fill('SUN£3'));
    expect(charged(number)).toBe(300);
    const statuses = (await story.gifts(number)).map(({ status }) => status).toSorted();
    expect(statuses).toEqual([...Array<string>(8).fill('expired'), 'held', 'pending']);
    await sendAll(number, Array<string>(10).fill('YES'));
    expect(charged(number)).toBe(600);
    const kinds = (await story.read(number)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'yes')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'unknown_keyword')).toHaveLength(9);
  });

  it('leave the books in order', async () => {
    expect((await story.test.app.get(BooksCheck).run()).breaks).toEqual([]);
  });
});
