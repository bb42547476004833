import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Inbox } from '../../src/platform/messaging/inbox.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { eventually } from '../support/eventually.js';
import { call } from '../support/donor.js';
import { postMessage } from '../support/gateway.js';

const mostWaiting = 100_000;

describe('the intake', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp({ workers: false, sandbox: false });
  });
  afterAll(() => test.close());

  const kept = async (guids: string[]): Promise<number> => {
    const rows = await test.database.dataSource.query<unknown[]>(
      `select from messaging.inbox where source = 'fonix.message' and external_id = any($1)`,
      [guids],
    );
    return rows.length;
  };
  const guids = (prefix: string, count = 50): string[] =>
    Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
  const sendAll = (ids: string[]) => Promise.all(ids.map((guid) => postMessage(test, { GUID: guid })));

  /** Makes the database fail in the middle of every insert, until it is told to stop. */
  const breaking = async (body: string, work: () => Promise<void>): Promise<void> => {
    await test.database.asOwner(
      `create function messaging.fail() returns trigger language plpgsql security definer as
         $$ begin ${body} return new; end $$;
       create trigger fail before insert on messaging.inbox for each row
         when (new.external_id like '%-9') execute function messaging.fail()`,
    );
    try {
      await work();
    } finally {
      await test.database.asOwner('drop function messaging.fail() cascade');
    }
  };

  it.each([
    ['the disk is full', `raise exception using errcode = '53100';`],
    ['the connection is lost', 'perform pg_terminate_backend(pg_backend_pid());'],
    ['the store shuts down', `raise exception using errcode = '57P01';`],
  ])(
    'answers 503 to every request of a group when %s, and takes them when they come again',
    async (name, body) => {
      const ids = guids(name.replaceAll(' ', '-'), 10);
      await breaking(body, async () => {
        // The first is written alone; the others wait for it and share a commit with the one that fails.
        const answers = await sendAll(ids);
        const [first, ...group] = answers.map(({ status }) => status);
        expect([200, 503]).toContain(first);
        expect(group).toEqual(group.map(() => 503));
        for (const { status, headers, body } of answers.filter((answer) => answer.status !== 200)) {
          expect([status, headers.get('retry-after')]).toEqual([503, '5']);
          expect(body).toMatchObject({ code: 'temporarily_unavailable' });
        }
      });
      expect((await sendAll(ids)).map(({ status }) => status)).toEqual(ids.map(() => 200));
      expect(await kept(ids)).toBe(10);
    },
  );

  it('lets one message that can’t be stored fail alone, and keeps the rest of its group', async () => {
    const ids = guids('beside a culprit');
    const inbox = test.app.get(Inbox);
    const results = await Promise.allSettled(
      [...ids.slice(0, 25), 'no text has a \u0000', ...ids.slice(25)].map((externalId) =>
        inbox.keep({ source: 'fonix.message', externalId, body: {} }),
      ),
    );
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect(await kept(ids)).toBe(50);
  });

  it('keeps one row of a message that comes 20 times at once', async () => {
    const answers = await sendAll(Array.from({ length: 20 }, () => 'twenty-times'));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(await kept(['twenty-times'])).toBe(1);
  });

  it('says 503 and is not ready while too much waits, and takes messages again when it is worked off', async () => {
    await test.database.asOwner(
      `insert into messaging.inbox (source, external_id, body)
       select 'nobody', n::text, '' from generate_series(1, ${mostWaiting} + 1) as n`,
    );
    const refused = await eventually('the intake to be full', async () => {
      const answer = await postMessage(test, { GUID: 'while full' });
      return answer.status === 503 && answer;
    });
    expect(refused.headers.get('retry-after')).toBe('5');
    expect(refused.body).toMatchObject({ code: 'intake_full' });
    expect((await call(`${test.url}/health/ready`)).status).toBe(503);
    await test.database.asOwner(`update messaging.inbox set done_at = now() where source = 'nobody'`);
    expect((await call(`${test.url}/health/ready`)).status).toBe(200);
    expect((await postMessage(test, { GUID: 'after' })).status).toBe(200);
    expect(await kept(['after'])).toBe(1);
  });
});
