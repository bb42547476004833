import { createHmac } from 'node:crypto';
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Nonces } from '../../../src/channels/text/gateways/nonces.js';
import { Vonage } from '../../../src/channels/text/gateways/vonage.js';
import { SystemClock } from '../../../src/vocabulary/clock.js';
import { phoneNumber, type PhoneNumber } from '../../../src/vocabulary/phone-number.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { linkAppeal } from '../../support/appeal-files.js';
import { type Call, Company, type Reply } from '../../support/company.js';
import { eventually } from '../../support/eventually.js';
import {
  accounts,
  postVonage,
  postVonageMessage,
  vonageMessage,
  vonageSigned,
  vonageText,
} from '../../support/gateway-signatures.js';

const answered = (...statuses: string[]): Reply => ({
  json: {
    'message-count': String(statuses.length),
    messages: statuses.map((status, index) => ({ status, 'message-id': `0C${index}` })),
  },
});

describe('an appeal whose texts come by Vonage', () => {
  let test: TestApp;
  let vonage: Company;
  beforeAll(async () => {
    vonage = await Company.listening(() => answered('0'));
    const appeal = linkAppeal('vonage', '70143');
    test = await startTestApp({
      env: { ...accounts, VONAGE_API_BASE: vonage.url, PUBLIC_URL: 'https://appeals.example.org' },
      appeals: [appeal],
    });
    rmSync(dirname(appeal), { recursive: true });
  });
  afterAll(async () => {
    await test.close();
    await vonage.close();
  });

  const sent = (to: string): Call[] => vonage.calls.filter(({ fields }) => fields['to'] === to);
  /** Texts by the SMS API; resolves with the calls of the answer once none is owed any more. */
  const answersTo = async (msisdn: string, answers: Reply[] = []): Promise<Call[]> => {
    vonage.answer = () => answers.shift() ?? answered('0');
    const fields = { ...vonageText, messageId: `0A${msisdn}`, msisdn, to: '70143', text: 'What is this?' };
    await postVonage(test, 'message', vonageSigned(fields));
    return eventually(`the answer to ${msisdn}`, async () => {
      const [row] = await test.database.dataSource.query<{ owed: number }[]>(
        `select count(*)::integer as owed from messaging.outbox where topic = 'text.reply' and done_at is null`,
      );
      return row?.owed === 0 && sent(msisdn).length > 0 && sent(msisdn);
    });
  };

  it('answers by the SMS API, signed', async () => {
    const [call, ...more] = await answersTo('447700900020');
    expect(more).toEqual([]);
    const { sig, timestamp, ...fields } = call?.fields ?? {};
    expect({ path: call?.path, fields }).toEqual({
      path: '/sms/json',
      fields: {
        api_key: accounts.VONAGE_API_KEY,
        from: '70143',
        to: '447700900020',
        text: expect.stringContaining('SUN£3'),
        callback: 'https://appeals.example.org/webhooks/text/vonage/status',
        'client-ref': expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    });
    expect(Math.abs(Number(timestamp) * 1_000 - Date.now())).toBeLessThan(300_000);
    const signed = Object.entries({ ...fields, timestamp })
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `&${name}=${value?.replaceAll(/[&=]/g, '_')}`)
      .join('');
    const right = createHmac('sha256', accounts.VONAGE_SIGNATURE_SECRET).update(signed).digest('hex');
    expect(sig).toBe(right);
  });

  it('answers what came by the Messages API too', async () => {
    vonage.answer = () => answered('0');
    const message = { ...vonageMessage, from: '447700900021', to: '70143', text: 'What is this?' };
    await postVonageMessage(test, 'message', message);
    await eventually('the answer', async () => sent('447700900021').length === 1);
  });

  it('gives its API secret where the account takes another signature than ours', async () => {
    const [first, second] = await answersTo('447700900022', [answered('14')]);
    expect(first?.fields).toHaveProperty('sig');
    expect(second?.fields).not.toHaveProperty('sig');
    expect(second?.fields).toMatchObject({
      api_secret: accounts.VONAGE_API_SECRET,
      text: first?.fields['text'],
    });
  });

  it('joins the parts of a long text, in whatever order they come', async () => {
    vonage.answer = () => answered('0');
    const msisdn = '447700900027';
    const parts = [
      ['2', 'in memory of my grandmother'],
      ['1', 'SUN£3 '],
    ] as const;
    for (const [number, text] of parts) {
      expect(sent(msisdn)).toEqual([]);
      const part = { concat: 'true', 'concat-ref': '7B', 'concat-total': '2', 'concat-part': number };
      const fields = { ...vonageText, ...part, messageId: `0E${number}`, msisdn, to: '70143', text };
      await postVonage(test, 'message', vonageSigned(fields));
    }
    await eventually('the one answer', async () => sent(msisdn).length === 1);
    expect(sent(msisdn)[0]?.fields['text']).toContain('https://appeals.example.org/p/');
  });

  it('says so when its words need more than the letters of a text', async () => {
    const account = {
      apiKey: accounts.VONAGE_API_KEY,
      signatureSecret: accounts.VONAGE_SIGNATURE_SECRET,
      apiSecret: undefined,
      apiBase: vonage.url,
    };
    const gateway = new Vonage(account, 'https://appeals.example.org', new SystemClock());
    const order = { replyId: 'r', shortcode: '70143', phone: phoneNumber('447700900024') as PhoneNumber };
    for (const [words, type] of [
      ['Gift £3', undefined],
      ['Dziękujemy', 'unicode'],
    ] as const) {
      await gateway.reply({ ...order, words });
      expect(sent('447700900024').at(-1)?.fields['type']).toBe(type);
    }
  });

  it('forgets signatures that are too old to be used again', async () => {
    await test.database.asOwner(
      `insert into text.nonce (nonce, message, seen_at) values
         ('old', 'a message', now() - interval '2 hours'), ('new', 'a message', now())`,
    );
    await test.app.get(Nonces).forget();
    const left = await test.database.asOwner<{ nonce: string }>(
      `select nonce from text.nonce where message = 'a message'`,
    );
    expect(left).toEqual([{ nonce: 'new' }]);
  });

  it.each([
    ['binary', { type: 'binary', text: 'SUN£3' }],
    [
      'a part of unknown length',
      { concat: 'true', 'concat-ref': '1', 'concat-part': '1', 'concat-total': 'x' },
    ],
    [
      'a part beyond the last',
      { concat: 'true', 'concat-ref': '1', 'concat-part': '3', 'concat-total': '2' },
    ],
    ['from nobody', { msisdn: '' }],
  ])('keeps a signed message that is %s for staff to see, and does nothing', async (name, change) => {
    const messageId = `0D-${name.replaceAll(' ', '-')}`;
    const fields = { ...vonageText, to: '70143', messageId, ...change };
    await postVonage(test, 'message', vonageSigned(fields));
    await eventually('the break', async () => {
      const [row] = await test.database.asOwner<{ kind: string }>(
        `select kind from breaks.break where reference = 'vonage.message ${messageId}'`,
      );
      return row?.kind === 'unreadable_text';
    });
  });

  it.each<[string, Reply, string]>([
    ['is busy', answered('1'), '447700900023'],
    ['is down', { status: 502, json: {} }, '447700900025'],
  ])('makes the call again when Vonage %s', async (_, answer, msisdn) => {
    expect(await answersTo(msisdn, [answer])).toHaveLength(2);
  });

  it('takes Vonage’s no for an answer, also when it is about one part of the words', async () => {
    expect(await answersTo('447700900026', [answered('0', '7')])).toHaveLength(1);
  });
});
