import { get, type IncomingMessage } from 'node:http';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { eventually } from '../support/eventually.js';
import { give } from './given.js';

const header =
  'id,appeal,channel,status,givenAt,amountPence,refundedPence,feePence,purpose,remittanceId,' +
  'chargedPence,lostPence,reversedPence\r\n';

describe('donations.csv', () => {
  let app: TestApp;
  let authorization: string;
  const path = '/api/v1/staff/reports/donations.csv';

  beforeAll(async () => {
    app = await startTestApp({ workers: false, sandbox: false });
    authorization = `Bearer ${await app.token('finance')}`;
  });
  afterAll(() => app.close());

  it('holds every donation that was charged, oldest first, with the fee from the books', async () => {
    const text = await give(app, { name: 'text', channel: 'text', amountPence: 300 });
    const givenAt = new Date('2022-07-01T23:30:00Z');
    const card = await give(app, { name: 'card', amountPence: 1000, feePence: 35, givenAt });
    await give(app, { name: 'promise', promised: true });
    const answer = await fetch(`${app.url}${path}?appeal=sun-ukraine-fund`, { headers: { authorization } });
    expect(answer.headers.get('content-type')).toMatch(/^text\/csv; charset=utf-8/);
    expect(answer.headers.get('content-disposition')).toBe(
      'attachment; filename="donations-sun-ukraine-fund.csv"',
    );
    const textRow = `${text},sun-ukraine-fund,text,confirmed,2022-03-02T10:00:00.000Z,300,0,0,restricted,,300,0,0\r\n`;
    const cardRow = `${card},sun-ukraine-fund,card,confirmed,2022-07-01T23:30:00.000Z,1000,0,35,restricted,,1000,0,0\r\n`;
    expect(await answer.text()).toBe(header + textRow + cardRow);
    const july = await fetch(`${app.url}${path}?from=2022-07-02&to=2022-07-02`, {
      headers: { authorization },
    });
    expect(await july.text()).toBe(header + cardRow);
  });

  it('is refused to who may only read, and for an appeal that there is not', async () => {
    const auditor = { authorization: `Bearer ${await app.token('auditor')}` };
    expect((await fetch(`${app.url}${path}`, { headers: auditor })).status).toBe(403);
    expect((await fetch(`${app.url}${path}?appeal=none`, { headers: { authorization } })).status).toBe(404);
  });

  it('reads no further than its reader, and gives the database back when the reader goes away', async () => {
    await app.database.asOwner(
      `insert into giving.appeal_version (slug, version, definition) select 'large', 1, definition
         from giving.appeal_version limit 1;
       insert into giving.appeal (slug, version, status) values ('large', 1, 'open');
       insert into giving.donation (id, appeal, appeal_version, channel, collection, purpose, status, paid,
         amount_pence, charged_pence, confirmed_txid, given_at, receipt_token)
       select gen_random_uuid(), 'large', 1, 'card', 'held', 'restricted', 'confirmed', true, 100, 100, 1,
         timestamptz '2022-05-01' + n * interval '1 second', 'token' from generate_series(1, 100000) n`,
    );
    const reading = async (): Promise<boolean> => {
      const rows = await app.database.asOwner<{ query: string }>(
        `select query from pg_stat_activity where datname = current_database() and xact_start is not null
           and query like 'copy %'`,
      );
      return rows.length > 0;
    };
    const url = `${app.url}${path}?appeal=large`;
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      get(url, { headers: { authorization } }, resolve).on('error', reject);
    });
    await eventually('the first rows', () => Promise.resolve(answer.readableLength > 0));
    await eventually('the query to wait for its reader', reading);
    answer.destroy();
    await eventually('the query to be ended', async () => !(await reading()));
    const whole = await fetch(url, { headers: { authorization } });
    expect((await whole.text()).split('\r\n')).toHaveLength(100_002);
  });

  it('has as many rows in every other form', async () => {
    const file = async (form: string): Promise<ArrayBuffer> => {
      const url = `${app.url}${path.replace('csv', form)}?appeal=large`;
      return (await fetch(url, { headers: { authorization } })).arrayBuffer();
    };
    const { items } = JSON.parse(Buffer.from(await file('json')).toString()) as { items: object[] };
    expect(items).toHaveLength(100_000);
    const sheet = unzipSync(new Uint8Array(await file('xlsx')))['xl/worksheets/sheet1.xml'];
    expect(
      Buffer.from(sheet ?? [])
        .toString()
        .split('<row>'),
    ).toHaveLength(100_002);
  });
});
