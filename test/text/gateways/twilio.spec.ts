import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TwilioCatchUp } from '../../../src/channels/text/gateways/twilio-catch-up.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { linkAppeal } from '../../support/appeal-files.js';
import { type Call, Company, type Reply } from '../../support/company.js';
import { eventually } from '../../support/eventually.js';
import { accounts, postTwilio, twilioText } from '../../support/gateway-signatures.js';

const list = `/2010-04-01/Accounts/${accounts.TWILIO_ACCOUNT_SID}/Messages.json`;
const basic = `Basic ${Buffer.from(`${accounts.TWILIO_ACCOUNT_SID}:${accounts.TWILIO_AUTH_TOKEN}`).toString('base64')}`;
const sid = (n: number): string => `SM${String(n).padStart(32, '0')}`;
const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toUTCString();

const taken: Reply = { status: 201, json: { sid: sid(900) } };

/** A text in Twilio's list. */
const listed = (n: number, change: object = {}) => ({
  sid: sid(n),
  account_sid: accounts.TWILIO_ACCOUNT_SID,
  direction: 'inbound',
  status: 'received',
  from: '+447700900005',
  to: '70142',
  body: 'SUN£3',
  date_sent: minutesAgo(10),
  ...change,
});

describe('an appeal whose texts come by Twilio', () => {
  let test: TestApp;
  let twilio: Company;
  let pages: Record<string, Reply>;
  let send: (call: Call) => Reply;
  beforeAll(async () => {
    pages = {
      first: {
        json: {
          messages: [
            listed(101),
            listed(102, { direction: 'outbound-api' }),
            listed(103, { sid: 'not an id' }),
          ],
          next_page_uri: `${list}?Page=1`,
        },
      },
      1: {
        json: {
          messages: [listed(104), listed(105, { date_sent: minutesAgo(60 * 40) })],
          next_page_uri: `${list}?Page=2`,
        },
      },
      2: {
        json: {
          messages: [listed(106, { date_sent: minutesAgo(60 * 41) })],
          next_page_uri: `${list}?Page=3`,
        },
      },
      3: { json: { messages: [listed(107)] } },
    };
    send = () => taken;
    twilio = await Company.listening((call) =>
      call.method === 'POST'
        ? send(call)
        : (pages[call.fields['Page'] ?? 'first'] ?? { status: 404, json: {} }),
    );
    const appeal = linkAppeal('twilio', '70142');
    test = await startTestApp({
      env: { ...accounts, TWILIO_API_BASE: twilio.url, PUBLIC_URL: 'https://appeals.example.org' },
      appeals: [appeal],
    });
    rmSync(dirname(appeal), { recursive: true });
  });
  afterAll(async () => {
    await test.close();
    await twilio.close();
  });

  const sent = (to: string): Call[] =>
    twilio.calls.filter(({ fields }) => fields['To'] === to && 'Body' in fields);
  const kept = async (): Promise<string[]> => {
    const rows = await test.database.dataSource.query<{ id: string }[]>(
      `select external_id as id from messaging.inbox where source = 'twilio.message' order by 1`,
    );
    return rows.map(({ id }) => id);
  };
  const text = (n: number, from: string, Body = 'What is this?') =>
    postTwilio(test, 'message', { ...twilioText, MessageSid: sid(n), From: from, To: '70142', Body });

  it('answers a text by Twilio’s API, which then tells what became of the answer', async () => {
    await text(1, '+447700900010');
    const [reply] = await eventually(
      'the answer',
      async () => sent('+447700900010').length > 0 && sent('+447700900010'),
    );
    expect(reply).toEqual({
      method: 'POST',
      path: list,
      authorization: basic,
      fields: {
        To: '+447700900010',
        From: '70142',
        Body: expect.stringContaining('SUN£3'),
        StatusCallback: 'https://appeals.example.org/webhooks/text/twilio/status',
      },
    });
  });

  it.each([
    ['says that it is busy', 429, '+447700900013'],
    ['does not say what became of it', 503, '+447700900014'],
  ])('makes the call again when Twilio %s', async (_, status, from) => {
    const answers: Reply[] = [{ status, json: {} }];
    send = ({ fields }) => (fields['To'] === from && answers.shift()) || taken;
    await text(Number(from.slice(-2)), from);
    await eventually('the second call', async () => sent(from).length === 2);
  });

  it('takes Twilio’s no for an answer, and an opt-out that Twilio knows of for one', async () => {
    const optedOut = () => test.database.asOwner(`select from text.phone where opted_out_at is not null`);
    expect(await optedOut()).toHaveLength(0);
    const no: Reply = { status: 400, json: { code: 21610, message: 'opted out' } };
    send = ({ fields }) => (fields['To'] === '+447700900011' ? no : taken);
    await text(2, '+447700900011');
    await eventually('the opt-out to be kept', async () => (await optedOut()).length === 1);
    expect(sent('+447700900011')).toHaveLength(1);
  });

  it.each([
    ['from no number', { From: 'Nobody' }],
    ['from a number with another field in its tail', { From: '+447700900003FromCountryGB' }],
    ['to nothing', { To: '' }],
  ])('keeps a signed message %s for staff to see, and does nothing', async (name, change) => {
    const MessageSid = sid(200 + name.length);
    await postTwilio(test, 'message', { ...twilioText, To: '70142', MessageSid, ...change });
    await eventually('the break', async () => {
      const [row] = await test.database.asOwner<{ kind: string }>(
        `select kind from breaks.break where reference = 'twilio.message ${MessageSid}'`,
      );
      return row?.kind === 'unreadable_text';
    });
  });

  it('has read Twilio’s list at the start, for what the webhook could not bring', async () => {
    const found = await eventually('the list to be read', async () => {
      const ids = await kept();
      return ids.includes(sid(104)) && ids;
    });
    await eventually('the answers', async () => sent('+447700900005').length === 2);
    expect(sent('+447700900005')[0]?.fields['Body']).toContain('https://appeals.example.org/p/');
    // Not what we sent, what is no text, and what is too old; and no page after one of which all is too old.
    expect(found.filter((id) => id > sid(100) && id < sid(200))).toEqual([sid(101), sid(104)]);
    const read = twilio.calls.filter(({ method }) => method === 'GET');
    expect(read[0]).toMatchObject({
      path: list,
      authorization: basic,
      fields: { To: '70142', PageSize: '1000' },
    });
    expect(read[0]?.fields['DateSent>']).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(read.map(({ fields }) => fields['Page'])).toEqual([undefined, '1', '2']);
  });

  it('reads it again from where it was, and keeps once what both ways bring', async () => {
    await text(108, '+447700900012');
    pages = { first: { json: { messages: [listed(109), listed(108), listed(101)] } } };
    const account = {
      accountSid: accounts.TWILIO_ACCOUNT_SID,
      authToken: accounts.TWILIO_AUTH_TOKEN,
      apiBase: twilio.url,
    };
    const before = await kept();
    await Promise.all(Array.from({ length: 5 }, () => test.app.get(TwilioCatchUp).run(account)));
    expect(await kept()).toEqual([...before, sid(109)].toSorted());
  });

  it.each<[string, Reply]>([
    ['says no', { status: 401, json: {} }],
    ['is down', { status: 503, json: {} }],
    ['names a page elsewhere', { json: { messages: [], next_page_uri: 'https://elsewhere.example.org/' } }],
  ])('does not move on when Twilio %s', async (_, answer) => {
    const [before] = await test.database.dataSource.query(`select read_until from text.catch_up`);
    pages = { first: answer };
    const account = {
      accountSid: accounts.TWILIO_ACCOUNT_SID,
      authToken: accounts.TWILIO_AUTH_TOKEN,
      apiBase: twilio.url,
    };
    await expect(test.app.get(TwilioCatchUp).run(account)).rejects.toThrow('Twilio');
    expect(await test.database.dataSource.query(`select read_until from text.catch_up`)).toEqual([before]);
  });
});
