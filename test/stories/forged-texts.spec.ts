import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BooksCheck } from '../../src/reports/check.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { stopClock } from '../support/clock.js';
import { letThrough } from '../support/crowd.js';
import { call, handset, settled, total } from '../support/donor.js';
import { eventually } from '../support/eventually.js';
import { postForm, postMessage, textForm } from '../support/gateway.js';

const report = {
  IFVERSION: '201001',
  CHARGEMETHOD: 'direct',
  MONUMBER: '447700900003',
  OPERATOR: 'voda-uk',
  STATUSCODE: 'DELIVERED',
  STATUSTEXT: 'Delivered',
  STATUSTIME: '20261124120000',
};

const messagesKept = async ({ database }: TestApp): Promise<number> =>
  Number((await database.dataSource.query(`select count(*) from messaging.inbox`))[0].count);

const breaks = ({ database }: TestApp, kind: string): Promise<{ reference: string }[]> =>
  database.dataSource.query(`select reference from breaks.break where kind = $1 order by reference`, [kind]);

describe('a text that Fonix did not send', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp({ env: { FONIX_ALLOWED_IPS: '127.0.0.2' } });
  });
  afterAll(() => test.close());

  it.each(['message', 'stop', 'report', 'charge-report'])(
    'is refused by /%s without the token, and from another address with it: counted, and nothing kept',
    async (kind) => {
      const form = new URLSearchParams({ ...textForm, ...report, GUID: 'forged', REQUESTID: 'f'.repeat(32) });
      const withoutToken = await call(`${test.url}/webhooks/text/fonix/guess/${kind}`, {
        method: 'POST',
        body: form,
      });
      const fromElsewhere = await postForm(test, test.url, kind, Object.fromEntries(form));
      expect([withoutToken.status, fromElsewhere.status]).toEqual([403, 403]);
      const { text } = await call(`${test.url}/metrics`);
      expect(text).toMatch(/everypenny_webhooks_refused_total\{source="fonix[^"]*"\} [1-9]/);
      expect(await messagesKept(test)).toBe(0);
    },
  );
});

describe('a forger who has the token and an allowed address', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  it('confirms nothing by a report of a charge that we never made: it is kept as a break', async () => {
    const forged = { ...report, GUID: 'never-made', REQUESTID: '0123456789abcdef0123456789abcdef' };
    expect((await postForm(test, test.url, 'charge-report', forged)).status).toBe(200);
    await settled(test);
    const [noted, ...others] = await breaks(test, 'report_without_charge');
    expect(noted?.reference).toContain('never-made');
    expect(others).toEqual([]);
    expect(await total(test)).toMatchObject({ raisedPence: 0, donations: 0, pendingPence: 0 });
  });

  it('takes by 1,000 forged texts no more than the rules let through, and people are told', async () => {
    // Twenty texts in the name of each of fifty numbers: half of the forgers know that YES releases what is held.
    const bare = Array.from({ length: 20 }, (_, index) => ['SUN£3', 'SUN£5', 'SUN£10'][index % 3] as string);
    const cunning = Array.from({ length: 20 }, (_, index) =>
      index % 2 === 1 || index === 0 ? 'SUN£10' : 'YES',
    );
    const victims = Array.from({ length: 50 }, (_, index) => ({
      number: String(447_700_900_400 + index),
      texts: index % 2 === 0 ? bare : cunning,
    }));
    stopClock(test);
    await Promise.all(
      victims.map(async ({ number, texts }) => {
        for (const [index, BODY] of texts.entries()) {
          const answer = await postMessage(test, { GUID: `${number}-${index}`, MONUMBER: number, BODY });
          expect(answer.status).toBe(200);
        }
      }),
    );
    await eventually('the last report', async () => {
      const network = await call<{ undelivered: number }>(`${test.sandboxUrl}/network.json`);
      await settled(test);
      return network.body.undelivered === 0;
    });
    const charged = await Promise.all(
      victims.map(async ({ number }) => (await handset(test, `+${number}`)).donatedPence),
    );
    const allowed = victims.map(({ texts }) => letThrough(texts).reduce((sum, pence) => sum + pence, 0));
    expect(charged).toEqual(allowed);
    // A thousand texts asked for £5,650; each number lost £18, or what a day allows, £40.
    expect(allowed.reduce((sum, pence) => sum + pence, 0)).toBe(25 * 1_800 + 25 * 4_000);
    expect((await total(test)).raisedPence).toBe(145_000);
    const alarms = (await breaks(test, 'unusual_text_rate')).map(({ reference }) =>
      reference.split(' ').slice(0, 2),
    );
    expect(alarms).toEqual(
      expect.arrayContaining([
        ['address', '127.0.0.1'],
        ['prefix', '+447700900'],
      ]),
    );
    const { text } = await call(`${test.url}/metrics`);
    expect(text).toMatch(/text_unusual_rate_total\{by="address"\} [1-9]/);
    expect((await test.app.get(BooksCheck).run()).breaks).toEqual([]);
  });
});
