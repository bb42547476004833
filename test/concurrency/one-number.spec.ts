import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../../src/platform/database/postgres-server.js';
import { InboxWorker } from '../../src/platform/messaging/inbox-worker.js';
import { Inbox, type InboxHandler } from '../../src/platform/messaging/inbox.js';
import { Workers } from '../../src/platform/messaging/workers.js';
import { BooksCheck } from '../../src/reports/check.js';
import { settled } from '../support/donor.js';
import { eventually } from '../support/eventually.js';
import { postMessage } from '../support/gateway.js';
import { startTextStory, type TextStory } from '../support/play-gateway.js';

const charged = ({ gateway }: TextStory, number: string) =>
  gateway.charges(number).reduce((sum, { form }) => sum + Number(form['AMOUNT']), 0);

describe('sets of texts, worked on at once', () => {
  let story: TextStory;
  beforeAll(async () => {
    story = await startTextStory({ workers: false });
  });
  afterAll(() => story.close());

  it('charge each number no more than its caps let through, however its texts are spread', async () => {
    const pounds = Array.from({ length: 15 }, (_, index) => index + 1);
    await story.appeal('many', 'MANY', pounds, { shortcode: '70151' });
    const numbers = Array.from({ length: 40 }, () => story.number());
    for (const pound of pounds) {
      await Promise.all(
        numbers.map((MONUMBER) =>
          postMessage(story.test, {
            GUID: randomUUID(),
            MONUMBER,
            BODY: `MANY£${pound}`,
            DESTINATION: '70151',
          }),
        ),
      );
    }
    const { app } = story.test;
    const inbox = app.get(Inbox, { strict: false });
    const handler = inbox.registered().find(({ source }) => source === 'fonix.message');
    const worker = app.get(InboxWorker, { strict: false });
    // Each takes a set of its own, as processes do: what one has taken, the others pass over.
    await Promise.all(Array.from({ length: 4 }, () => worker.turn(handler as InboxHandler)));
    app.get(Workers).start();
    await settled(story.test);
    for (const number of numbers) {
      expect(charged(story, number)).toBeLessThanOrEqual(4_000);
      expect(charged(story, number)).toBeGreaterThan(2_500);
    }
  });
});

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

  const post = (MONUMBER: string, BODY: string, DESTINATION = '70141') =>
    postMessage(story.test, { GUID: randomUUID(), MONUMBER, BODY, DESTINATION });
  const sendAll = async (number: string, bodies: string[]) => {
    await Promise.all(bodies.map((body) => post(number, body)));
    await settled(story.test);
  };
  it('charge a text once that comes ten times at once, and hold the newest of the rest', async () => {
    const number = story.number();
    await sendAll(number, Array<string>(10).fill('SUN£3'));
    expect(charged(story, number)).toBe(300);
    const statuses = (await story.gifts(number)).map(({ status }) => status).toSorted();
    expect(statuses).toEqual([...Array<string>(8).fill('expired'), 'held', 'pending']);
    await sendAll(number, Array<string>(10).fill('YES'));
    expect(charged(story, number)).toBe(600);
    const kinds = (await story.read(number)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'yes')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'unknown_keyword')).toHaveLength(9);
  });

  it('leave the books in order', async () => {
    expect((await story.test.app.get(BooksCheck).run()).breaks).toEqual([]);
  });
});
