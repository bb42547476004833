import { createHash, createHmac, randomUUID } from 'node:crypto';
import type { TestApp } from './app.js';
import { call } from './donor.js';

/** Accounts at Twilio and Vonage, for the environment of a test. */
export const accounts = {
  TWILIO_ACCOUNT_SID: 'AC00000000000000000000000000000001',
  TWILIO_AUTH_TOKEN: 'twilio-auth-token',
  VONAGE_API_KEY: 'abcd1234',
  VONAGE_SIGNATURE_SECRET: 'vonage-signature-secret-of-32-bytes',
  VONAGE_API_SECRET: 'vonage-api-secret',
};

/** A text as Twilio posts it, with some of the fields that it adds. */
export const twilioText = {
  AccountSid: accounts.TWILIO_ACCOUNT_SID,
  ApiVersion: '2010-04-01',
  Body: 'SUN£3',
  From: '+447700900003',
  FromCountry: 'GB',
  MessageSid: 'SM00000000000000000000000000000001',
  NumMedia: '0',
  NumSegments: '1',
  SmsStatus: 'received',
  To: '70141',
};

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  body: { code?: string };
}

/** HMAC-SHA1 in base64 over the URL and the names and values in order. */
export function twilioSignature(url: string, fields: Record<string, string>): string {
  const names = Object.keys(fields).toSorted();
  const signed = url + names.map((name) => `${name}${fields[name]}`).join('');
  return createHmac('sha1', accounts.TWILIO_AUTH_TOKEN).update(signed).digest('base64');
}

/** Posts a form as Twilio does; `signature` stands for the right one. */
export function postTwilio(
  { url, config }: TestApp,
  path: string,
  fields: Record<string, string>,
  signature = twilioSignature(`${config.publicUrl}/webhooks/text/twilio/${path}`, fields),
): Promise<Answer> {
  return call(`${url}/webhooks/text/twilio/${path}`, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: signature === '' ? {} : { 'X-Twilio-Signature': signature },
  });
}

/** Posts JSON as Twilio does: the URL names the body's hash and is what is signed. */
export function postTwilioJson(
  { url, config }: TestApp,
  path: string,
  fields: unknown,
  sent = fields,
): Promise<Answer> {
  const hash = createHash('sha256').update(JSON.stringify(fields)).digest('hex');
  const target = `/webhooks/text/twilio/${path}?bodySHA256=${hash}`;
  return call(`${url}${target}`, {
    method: 'POST',
    json: sent,
    headers: { 'X-Twilio-Signature': twilioSignature(`${config.publicUrl}${target}`, {}) },
  });
}

/** A text as Vonage's SMS API posts it. */
export const vonageText = {
  'api-key': accounts.VONAGE_API_KEY,
  msisdn: '447700900003',
  to: '70141',
  messageId: '0A0000000123ABCD1',
  text: 'SUN£3',
  type: 'text',
  keyword: 'SUN£3',
  'message-timestamp': '2026-11-24 06:00:00',
};

export const now = (): number => Math.floor(Date.now() / 1_000);

/** The fields with Vonage's signature, and with a time and a nonce unless they have their own. */
export function vonageSigned(
  fields: Record<string, string>,
  algorithm = 'sha256',
  secret = accounts.VONAGE_SIGNATURE_SECRET,
): Record<string, string> {
  const all: Record<string, string> = { timestamp: String(now()), nonce: randomUUID(), ...fields };
  const names = Object.keys(all).toSorted();
  const signed = names.map((name) => `&${name}=${all[name]?.replaceAll(/[&=]/g, '_')}`).join('');
  return { ...all, sig: createHmac(algorithm, secret).update(signed).digest('hex') };
}

export function postVonage(
  { url }: TestApp,
  path: string,
  fields: Record<string, string>,
  asJson = false,
): Promise<Answer> {
  const body = asJson ? { json: fields } : { body: new URLSearchParams(fields) };
  return call(`${url}/webhooks/text/vonage/${path}`, { method: 'POST', ...body });
}

/** A text as Vonage's Messages API posts it. */
export const vonageMessage = {
  channel: 'sms',
  message_uuid: 'aaaaaaaa-bbbb-4ccc-8ddd-000000000001',
  to: '70141',
  from: '447700900003',
  timestamp: '2026-11-24T06:00:00Z',
  message_type: 'text',
  text: 'SUN£3',
  sms: { num_messages: '1', keyword: 'SUN' },
};

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token about this body, with other claims, another algorithm or another secret where a test says so. */
export function vonageToken(
  body: unknown,
  claims: Record<string, unknown> = {},
  { alg = 'HS256', secret = accounts.VONAGE_SIGNATURE_SECRET } = {},
): string {
  const signed = [
    part({ typ: 'JWT', alg }),
    part({
      iat: now(),
      jti: randomUUID(),
      iss: 'Vonage',
      payload_hash: createHash('sha256').update(JSON.stringify(body)).digest('hex'),
      api_key: accounts.VONAGE_API_KEY,
      application_id: '0f0f0f0f-0000-4000-8000-000000000000',
      ...claims,
    }),
  ].join('.');
  const signature = createHmac('sha256', secret).update(signed).digest('base64url');
  return `${signed}.${alg === 'none' ? '' : signature}`;
}

export function postVonageMessage(
  { url }: TestApp,
  path: string,
  json: unknown,
  token: string | undefined = vonageToken(json),
): Promise<Answer> {
  const headers: Record<string, string> = token === '' ? {} : { Authorization: `Bearer ${token}` };
  return call(`${url}/webhooks/text/vonage/${path}`, { method: 'POST', json, headers });
}
