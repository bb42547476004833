import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Inbox } from '../../src/platform/messaging/inbox.js';
import { stuckAfter } from '../../src/platform/messaging/inbox-worker.js';
import { Workers } from '../../src/platform/messaging/workers.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { call } from '../support/donor.js';
import { eventually } from '../support/eventually.js';

const source = 'test.letters';

describe('a message whose handler always throws', () => {
  let test: TestApp;
  const applied: string[] = [];

  beforeAll(async () => {
    test = await startTestApp({ workers: false, sandbox: false });
    const inbox = test.app.get(Inbox);
    inbox.register({
      source,
      apply: async (_tx, messages) => {
        if (messages.some(({ externalId }) => externalId === 'poison')) throw new TypeError('it is poison');
        applied.push(...messages.map(({ externalId }) => externalId));
      },
    });
    const ids = [...Array.from({ length: 99 }, (_, index) => `good-${index}`), 'poison'];
    await Promise.all(ids.map((externalId) => inbox.keep({ source, externalId, body: {} })));
    test.app.get(Workers).start();
  });
  afterAll(() => test.close());

  const row = async (): Promise<{ attempts: number; waits: boolean; done: boolean; error: string }> => {
    const [found] = await test.database.dataSource.query<
      [{ attempts: number; waits: boolean; done: boolean; error: string }]
    >(
      `select attempts, next_try_at > clock_timestamp() as waits, done_at is not null as done, last_error as error
       from messaging.inbox where external_id = 'poison'`,
    );
    return found;
  };

  it('harms none of the others, each of which is applied once', async () => {
    await eventually('the good ones', async () => applied.length >= 99);
    expect(new Set(applied).size).toBe(99);
    expect(applied).toHaveLength(99);
  });

  it('is kept with its error, and waits longer each time', async () => {
    await eventually('the first failure', async () => (await row()).attempts > 0);
    expect(await row()).toMatchObject({ waits: true, done: false, error: 'it is poison' });
  });

  it('is shown to staff and to operators after five failures, and is tried on', async () => {
    const failures = async (least: number) =>
      eventually(`${least} failures`, async () => {
        await test.database.asOwner(
          `update messaging.inbox set next_try_at = now() where external_id = 'poison'`,
        );
        return (await row()).attempts >= least;
      });
    await failures(stuckAfter - 1);
    await failures(stuckAfter);
    const headers = { Authorization: `Bearer ${await test.token('auditor')}` };
    const { body } = await call<{ items: { kind: string; reference: string }[] }>(
      `${test.url}/api/v1/staff/breaks`,
      { headers },
    );
    expect(body.items).toEqual([
      expect.objectContaining({ kind: 'message_not_processed', reference: `${source} poison` }),
    ]);
    const metrics = (await call(`${test.url}/metrics`)).text;
    expect(metrics).toContain(`everypenny_inbox_set_apart{source="${source}"} 1`);
    await failures(stuckAfter + 1);
  });
});
