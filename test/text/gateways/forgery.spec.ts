import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/app.js';
import { call } from '../../support/donor.js';
import { postForm, textForm } from '../../support/gateway.js';
import {
  accounts,
  type Answer,
  now,
  postTwilio,
  postTwilioJson,
  postVonage,
  postVonageMessage,
  twilioSignature,
  twilioText,
  vonageMessage,
  vonageSigned,
  vonageText,
  vonageToken,
} from '../../support/gateway-signatures.js';

describe('what comes in by a gateway’s webhook', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp({ workers: false, sandbox: false, env: accounts });
  });
  afterAll(() => test.close());

  const kept = async (): Promise<string[]> => {
    const rows = await test.database.dataSource.query<{ row: string }[]>(
      `select source || ' ' || external_id as row from messaging.inbox order by received_at, 1`,
    );
    return rows.map(({ row }) => row);
  };
  const refusals = async (source: string): Promise<number> => {
    const { text } = await call(`${test.url}/metrics`);
    const line = new RegExp(`^everypenny_webhooks_refused_total\\{source="${source}"\\} (\\d+)$`, 'm');
    return Number(line.exec(text)?.[1] ?? 0);
  };
  /** Expects a refusal that is counted, and an inbox that is as it was. */
  const isRefused = async (source: string, send: () => Promise<Answer>): Promise<void> => {
    const before = { kept: await kept(), refused: await refusals(source) };
    const { status, headers, body } = await send();
    expect({ status, code: body.code }).toEqual({ status: 403, code: 'sender_refused' });
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect({ kept: await kept(), refused: await refusals(source) }).toEqual({
      kept: before.kept,
      refused: before.refused + 1,
    });
  };
  /** Expects it to be answered in the gateway’s own way, and kept once though it comes twice. */
  const isKept = async (
    row: string,
    send: () => Promise<Answer>,
    type: string,
    answer: string,
  ): Promise<void> => {
    const before = (await kept()).filter((each) => each !== row);
    for (const { status, headers, text } of [await send(), await send()]) {
      expect({ status, text }).toEqual({ status: 200, text: answer });
      expect(headers.get('content-type')).toMatch(type);
    }
    expect(await kept()).toEqual([...before, row]);
  };

  describe('of Twilio', () => {
    const url = (path: string): string => `${test.config.publicUrl}/webhooks/text/twilio/${path}`;

    it('is kept under its MessageSid and answered in TwiML', async () => {
      const row = `twilio.message ${twilioText.MessageSid}`;
      await isKept(row, () => postTwilio(test, 'message', twilioText), 'text/xml', '<Response/>');
    });

    it('is kept when it is JSON whose hash is in the signed query', async () => {
      const text = { ...twilioText, MessageSid: 'SM00000000000000000000000000000002' };
      const row = `twilio.message ${text.MessageSid}`;
      await isKept(row, () => postTwilioJson(test, 'message', text), 'text/xml', '<Response/>');
    });

    it('is kept when Twilio signed the URL with its query', async () => {
      const text = { ...twilioText, MessageSid: 'SM00000000000000000000000000000003' };
      const row = `twilio.message ${text.MessageSid}`;
      await isKept(
        row,
        () => postTwilio(test, 'message?line=charity%20appeal', text),
        'text/xml',
        '<Response/>',
      );
    });

    it('is kept once for each status of a text of ours', async () => {
      const { AccountSid, MessageSid } = twilioText;
      for (const MessageStatus of ['sent', 'delivered']) {
        const row = `twilio.report ${MessageSid} ${MessageStatus}`;
        const report = { AccountSid, MessageSid, MessageStatus, To: '+447700900003', From: '70141' };
        await isKept(row, () => postTwilio(test, 'status', report), 'text/xml', '<Response/>');
      }
    });

    it('is kept by its content, for staff to see, when its id can’t be one', async () => {
      const { MessageSid, NumMedia, ...rest } = twilioText;
      const merged = { ...rest, MessageSid: `${MessageSid}NumMedia${NumMedia}` };
      const signature = twilioSignature(url('message'), twilioText);
      const content = createHash('sha256')
        .update(JSON.stringify(Object.fromEntries(new URLSearchParams(merged))))
        .digest('hex');
      const send = () => postTwilio(test, 'message', merged, signature);
      await isKept(`twilio.message ${content}`, send, 'text/xml', '<Response/>');
    });

    it.each<[string, () => Promise<Answer>]>([
      ['no signature', () => postTwilio(test, 'message', twilioText, '')],
      ['a wrong signature', () => postTwilio(test, 'message', twilioText, 'd3Jvbmc=')],
      [
        'a signature of another URL',
        () => postTwilio(test, 'message', twilioText, twilioSignature(url('status'), twilioText)),
      ],
      [
        'a signature of another host',
        () =>
          postTwilio(
            test,
            'message',
            twilioText,
            twilioSignature('https://elsewhere.example.org/webhooks/text/twilio/message', twilioText),
          ),
      ],
      [
        'a signature of another query',
        () => postTwilio(test, 'message?line=2', twilioText, twilioSignature(url('message'), twilioText)),
      ],
      [
        'another text under the signature of a first',
        () =>
          postTwilio(
            test,
            'message',
            { ...twilioText, Body: 'SUN£10' },
            twilioSignature(url('message'), twilioText),
          ),
      ],
      [
        'another number under the signature of a first',
        () =>
          postTwilio(
            test,
            'message',
            { ...twilioText, From: '+447700900004' },
            twilioSignature(url('message'), twilioText),
          ),
      ],
      ['another account', () => postTwilio(test, 'message', { ...twilioText, AccountSid: 'AC2' })],
      [
        'JSON that was changed',
        () => postTwilioJson(test, 'message', twilioText, { ...twilioText, Body: 'SUN£10' }),
      ],
      [
        'JSON whose hash nothing signs',
        () =>
          call(url('message'), {
            method: 'POST',
            json: twilioText,
            headers: { 'X-Twilio-Signature': twilioSignature(url('message'), {}) },
          }),
      ],
    ])('is refused with %s', (_, send) => isRefused('twilio.message', send));
  });

  describe('of Vonage’s SMS API', () => {
    const signed = (change: Record<string, string> = {}): Record<string, string> =>
      vonageSigned({ ...vonageText, ...change });

    it.each([
      ['a form signed by SHA-256', '1', 'sha256', false],
      ['a form signed by SHA-512', '2', 'sha512', false],
      ['JSON', '3', 'sha256', true],
    ])('is kept under its id as %s', async (_, id, algorithm, asJson) => {
      const fields = vonageSigned({ ...vonageText, messageId: `KEPT${id}` }, algorithm);
      const send = () => postVonage(test, 'message', fields, asJson);
      await isKept(`vonage.message KEPT${id}`, send, 'text/plain', '');
    });

    it('is kept part by part when it is long', async () => {
      for (const number of ['1', '2']) {
        const part = { concat: 'true', 'concat-ref': '08B5', 'concat-total': '2', 'concat-part': number };
        const fields = signed({ ...part, messageId: 'LONG' });
        await isKept(
          `vonage.message LONG ${number}`,
          () => postVonage(test, 'message', fields),
          'text/plain',
          '',
        );
      }
    });

    it('is kept once though it is signed anew, as when it comes again after an outage', async () => {
      const send = () => postVonage(test, 'message', signed({ messageId: 'AGAIN' }));
      await isKept('vonage.message AGAIN', send, 'text/plain', '');
    });

    it('is kept though it was signed some minutes ago', async () => {
      const fields = signed({ messageId: 'MINUTES', timestamp: String(now() - 240) });
      await isKept('vonage.message MINUTES', () => postVonage(test, 'message', fields), 'text/plain', '');
    });

    it('is kept as a report by its id, its status and its time', async () => {
      const report = { messageId: '0B01', status: 'delivered', 'message-timestamp': '2026-11-24 06:00:01' };
      const fields = vonageSigned({ msisdn: '447700900003', to: '70141', ...report });
      const row = 'vonage.report 0B01 delivered 2026-11-24 06:00:01';
      await isKept(row, () => postVonage(test, 'status', fields), 'text/plain', '');
    });

    it.each<[string, () => Record<string, string>]>([
      ['no signature', () => ({ ...vonageText, timestamp: String(now()) })],
      ['a wrong signature', () => ({ ...signed(), sig: 'f'.repeat(64) })],
      ['a signature with another secret', () => vonageSigned(vonageText, 'sha256', 'another')],
      ['an MD5 signature', () => vonageSigned(vonageText, 'md5')],
      ['a SHA-1 signature', () => vonageSigned(vonageText, 'sha1')],
      ['another text under the signature of a first', () => ({ ...signed(), text: 'SUN£10' })],
      ['another number under the signature of a first', () => ({ ...signed(), msisdn: '447700900004' })],
      ['an old time', () => signed({ timestamp: String(now() - 3_600) })],
      ['a time to come', () => signed({ timestamp: String(now() + 3_600) })],
      ['no time that can be one', () => signed({ timestamp: 'now' })],
      ['another account', () => signed({ 'api-key': 'other123' })],
    ])('is refused with %s', (_, fields) =>
      isRefused('vonage.message', () => postVonage(test, 'message', fields())),
    );

    it('is refused when the nonce of one message stands in another', async () => {
      const nonce = randomUUID();
      expect((await postVonage(test, 'message', signed({ nonce, messageId: 'FIRST' }))).status).toBe(200);
      await isRefused('vonage.message', () =>
        postVonage(test, 'message', signed({ nonce, messageId: 'SECOND' })),
      );
    });
  });

  describe('of Vonage’s Messages API', () => {
    it('is kept under its id', async () => {
      const row = `vonage.message ${vonageMessage.message_uuid}`;
      const token = vonageToken(vonageMessage);
      const send = () => postVonageMessage(test, 'message', vonageMessage, token);
      await isKept(row, send, 'text/plain', '');
    });

    it('is kept as a report by its id, its status and its time', async () => {
      const report = { message_uuid: 'uuid-2', status: 'delivered', timestamp: '2026-11-24T06:00:01Z' };
      const row = 'vonage.report uuid-2 delivered 2026-11-24T06:00:01Z';
      await isKept(row, () => postVonageMessage(test, 'status', report), 'text/plain', '');
    });

    const forged = { ...vonageMessage, message_uuid: 'forged' };
    it.each<[string, () => string]>([
      ['no token', () => ''],
      ['a token that says it needs no signature', () => vonageToken(forged, {}, { alg: 'none' })],
      ['a token that says another algorithm', () => vonageToken(forged, {}, { alg: 'HS512' })],
      ['a token of another secret', () => vonageToken(forged, {}, { secret: 'another' })],
      ['an old token', () => vonageToken(forged, { iat: now() - 3_600 })],
      ['a token to come', () => vonageToken(forged, { iat: now() + 3_600 })],
      ['a token without a time', () => vonageToken(forged, { iat: undefined })],
      ['a token without an id', () => vonageToken(forged, { jti: undefined })],
      ['a token of another account', () => vonageToken(forged, { api_key: 'other123' })],
      ['a token of another issuer', () => vonageToken(forged, { iss: 'Nobody' })],
      ['a token about another body', () => vonageToken(vonageMessage)],
      ['a token about no body', () => vonageToken(forged, { payload_hash: undefined })],
      ['what is no token', () => 'a.b.c'],
    ])('is refused with %s', (_, token) =>
      isRefused('vonage.message', () => postVonageMessage(test, 'message', forged, token())),
    );

    it('is refused when the token’s id was used for another message, also twenty at once', async () => {
      const jti = randomUUID();
      const bodies = Array.from({ length: 20 }, (_, index) => ({
        ...vonageMessage,
        message_uuid: `same-${index}`,
      }));
      const answers = await Promise.all(
        bodies.map((body) => postVonageMessage(test, 'message', body, vonageToken(body, { jti }))),
      );
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array(19).fill(403)]);
      expect((await kept()).filter((row) => row.includes('same-'))).toHaveLength(1);
    });

    it('is refused when a message and its token are posted as a report', async () => {
      const token = vonageToken(vonageMessage);
      await postVonageMessage(test, 'message', vonageMessage, token);
      await isRefused('vonage.report', () => postVonageMessage(test, 'status', vonageMessage, token));
    });
  });

  it('is answered 503 while the store is away, and kept when it comes again as it was', async () => {
    const fields = vonageSigned({ ...vonageText, messageId: 'OUTAGE' });
    const message = { ...vonageMessage, message_uuid: 'outage' };
    const token = vonageToken(message);
    const text = { ...twilioText, MessageSid: 'SM0000000000000000000000000000000f' };
    const sendAll = async (): Promise<number[]> => {
      const answers = [
        await postVonage(test, 'message', fields),
        await postVonageMessage(test, 'message', message, token),
        await postTwilio(test, 'message', text),
      ];
      return answers.map(({ status }) => status);
    };
    const before = await kept();
    await test.database.asOwner(
      `create function messaging.fail() returns trigger language plpgsql as
         $$ begin raise exception using errcode = '53100'; end $$;
       create trigger fail before insert on messaging.inbox for each row execute function messaging.fail()`,
    );
    expect(await sendAll()).toEqual([503, 503, 503]);
    await test.database.asOwner('drop function messaging.fail() cascade');
    expect(await sendAll()).toEqual([200, 200, 200]);
    expect((await kept()).filter((row) => !before.includes(row))).toHaveLength(3);
  });

  describe('of Fonix', () => {
    it.each(['message', 'stop', 'report', 'charge-report'])(
      'is refused as %s with another token',
      async (kind) => {
        const { webhookToken } = test.config.fonix;
        for (const token of ['another', `${webhookToken}x`, webhookToken.slice(1)]) {
          const send = () =>
            call<{ code?: string }>(`${test.url}/webhooks/text/fonix/${token}/${kind}`, {
              method: 'POST',
              body: new URLSearchParams({ ...textForm, GUID: 'forged' }),
            });
          await isRefused(kind === 'stop' ? 'fonix.message' : `fonix.${kind}`, send);
        }
      },
    );

    it('is kept as a report of each charge that it names, and once however often it comes', async () => {
      const report = { GUID: 'report-1', STATUSCODE: 'DELIVERED', STATUSTIME: '20261124060000' };
      for (const [REQUESTID, RETRYCOUNT] of ['a0', 'a1', 'b0'].map((each) => [...each] as [string, string]))
        await postForm(test, test.url, 'charge-report', { ...report, REQUESTID, RETRYCOUNT });
      expect((await kept()).filter((row) => row.startsWith('fonix.charge-report report-1'))).toHaveLength(2);
    });

    it('is kept once whether a STOP comes as a text or by its own way', async () => {
      const stop = { ...textForm, BODY: 'STOP', GUID: 'stop-1' };
      const statuses = [
        await postForm(test, test.url, 'stop', stop),
        await postForm(test, test.url, 'message', stop),
      ];
      expect(statuses.map(({ status }) => status)).toEqual([200, 200]);
      expect((await kept()).filter((row) => row === 'fonix.message stop-1')).toHaveLength(1);
    });
  });
});
