import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import qs from 'qs';
import type { SandboxContext } from '../context.js';
import { Store } from '../store.js';
import { registerPhoneNetwork } from './network.js';

interface Arrival {
  path: string;
  fields: Record<string, string>;
}

const contract = '447700900001';
const onePoundPrepaid = '447700900100';

let directory: string;
let product: Server;
let arrivals: Arrival[];
let productStatus: number;
let app: FastifyInstance;
let context: SandboxContext;
let baseUrl: string;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'phone-network-'));
  arrivals = [];
  productStatus = 200;
  product = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      arrivals.push({ path: request.url!, fields: Object.fromEntries(new URLSearchParams(body)) });
      response.writeHead(productStatus).end();
    });
  });
  await new Promise<void>((listening) => product.listen(0, '127.0.0.1', listening));
  await startNetwork();
});

afterEach(async () => {
  await stopNetwork();
  product.closeAllConnections();
  await new Promise((closed) => product.close(closed));
  rmSync(directory, { recursive: true });
});

async function startNetwork(): Promise<void> {
  context = {
    store: new Store(join(directory, 'sandbox.json')),
    baseUrl: '',
    productUrl: `http://127.0.0.1:${(product.address() as AddressInfo).port}`,
    stripe: { secretKey: '', webhookSecret: '' },
    fonix: { apiKey: 'test_key', webhookToken: 'token' },
  };
  app = Fastify({ forceCloseConnections: true });
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, qs.parse(body as string)),
  );
  registerPhoneNetwork(app, context);
  baseUrl = await app.listen({ port: 0, host: '127.0.0.1' });
}

async function stopNetwork(): Promise<void> {
  await app.close();
  context.store.flush();
}

function post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  const body = new URLSearchParams(fields);
  return fetch(baseUrl + path, { method: 'POST', body, headers, redirect: 'manual' });
}

function text(number: string, body: string) {
  const accept = { accept: 'application/json' };
  return post('/phone/messages', { number, shortcode: '70141', body }, accept);
}

function charge(fields: Record<string, string> = {}, key = 'test_key') {
  const usual = {
    NUMBERS: `three-uk.${contract}`,
    AMOUNT: '300',
    CURRENCY: 'GBP',
    CHARGEDESCRIPTION: 'Ukraine Fund',
    BODY: 'Thank you for £3',
    TIMETOLIVE: '90',
    REQUESTID: 'd0000000000000000000000000000001',
  };
  return post('/v2/chargemobile', { ...usual, ...fields }, { 'x-api-key': key });
}

async function phone(number = contract): Promise<any> {
  return (await fetch(`${baseUrl}/phone/${number}.json`)).json();
}

/** The nth message of a kind that reached the product, waited for. */
async function arrival(kind: string, nth = 1): Promise<Record<string, string>> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const found = arrivals.filter(({ path }) => path === `/webhooks/text/fonix/token/${kind}`)[nth - 1];
    if (found) return found.fields;
    if (Date.now() > deadline) throw new Error(`no ${kind} number ${nth} reached the product`);
    await new Promise((later) => setTimeout(later, 20));
  }
}

describe('the phone network', () => {
  it('brings a text to the product with the fields of Fonix and bills one standard message', async () => {
    const { guid } = (await (await text('07700 900001', 'SUN£3')).json()) as { guid: string };

    expect(await arrival('message')).toEqual({
      IFVERSION: expect.any(String),
      MONUMBER: contract,
      OPERATOR: 'three-uk',
      DESTINATION: '70141',
      BODY: 'SUN£3',
      RECEIVETIME: expect.stringMatching(/^20\d{12}$/),
      GUID: guid,
      PRICE: '0',
    });
    expect(await phone()).toMatchObject({
      number: contract,
      operator: 'three-uk',
      creditPence: null,
      messages: [{ direction: 'out', shortcode: '70141', body: 'SUN£3' }],
      bill: [{ description: '1 standard message to 70141', amountPence: 10 }],
      donatedPence: 0,
    });
  });

  it('charges a phone, texts it, and reports the charge as delivered', async () => {
    const answer = await charge();
    const { success } = (await answer.json()) as { success: { txguid: string; numbers: string } };

    expect(success.numbers).toBe('1');
    expect(await arrival('charge-report')).toEqual({
      IFVERSION: expect.any(String),
      CHARGEMETHOD: 'direct',
      MONUMBER: contract,
      OPERATOR: 'three-uk',
      GUID: success.txguid,
      DURATION: '0',
      RETRYCOUNT: '0',
      STATUSCODE: 'DELIVERED',
      STATUSTEXT: 'Delivered',
      REQUESTID: 'd0000000000000000000000000000001',
      STATUSTIME: expect.stringMatching(/^20\d{12}$/),
    });
    expect(await phone()).toMatchObject({
      messages: [{ direction: 'in', shortcode: '70141', body: 'Thank you for £3' }],
      bill: [{ description: 'Ukraine Fund', amountPence: 300 }],
      donatedPence: 300,
    });
  });

  it('charges once when a REQUESTID comes a second time, even after a restart', async () => {
    await charge();
    await arrival('charge-report');
    await stopNetwork();
    await startNetwork();

    const again = await charge({ AMOUNT: '500' });
    expect(again.status).toBe(400);
    expect(await again.json()).toEqual({
      failure: { parameter: 'REQUESTID', failcode: 'DUPLICATE_REQUESTID' },
    });
    expect((await phone()).donatedPence).toBe(300);
  });

  it('reports INSUFFICIENT_FUNDS and bills nothing when the credit does not reach', async () => {
    expect((await charge({ NUMBERS: onePoundPrepaid })).status).toBe(200);

    expect((await arrival('charge-report')).STATUSCODE).toBe('INSUFFICIENT_FUNDS');
    expect(await phone(onePoundPrepaid)).toMatchObject({
      creditPence: 100,
      messages: [],
      bill: [],
      donatedPence: 0,
    });
  });

  it('takes the cost of a charge from prepaid credit', async () => {
    await charge({ NUMBERS: onePoundPrepaid, AMOUNT: '100' });
    expect(await phone(onePoundPrepaid)).toMatchObject({ creditPence: 0, donatedPence: 100 });

    const unsent = await text(onePoundPrepaid, 'SUN£3');
    expect(unsent.status).toBe(422);
    expect(await unsent.json()).toEqual({ problem: 'no_credit' });
  });

  it('refuses a wrong API key with 403 and charges nothing', async () => {
    expect((await charge({}, 'another')).status).toBe(403);
    expect((await phone()).bill).toEqual([]);
  });

  it.each([
    ['NUMBERS', '447911123456', 'INVALID_NUMBER'],
    ['NUMBERS', '', 'IS_EMPTY'],
    ['AMOUNT', '3.00', 'OUT_OF_RANGE'],
    ['AMOUNT', '0', 'OUT_OF_RANGE'],
    ['CURRENCY', 'EUR', 'OUT_OF_RANGE'],
    ['CHARGEDESCRIPTION', 'x'.repeat(31), 'TOO_MANY_CHARACTERS'],
    ['TIMETOLIVE', '9', 'OUT_OF_RANGE'],
    ['REQUESTID', 'x'.repeat(81), 'TOO_MANY_CHARACTERS'],
  ])('refuses a charge whose %s is "%s" as %s', async (parameter, value, failcode) => {
    const answer = await charge({ [parameter]: value });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ failure: { parameter, failcode } });
    expect((await phone()).bill).toEqual([]);
  });

  it('delivers a free text, says how many messages it takes, and reports it', async () => {
    const fields = { ORIGINATOR: '70141', NUMBERS: contract, BODY: '€'.repeat(81), REQUESTID: 'reply1' };
    const answer = await post('/v2/sendsms', fields, { 'x-api-key': 'test_key' });
    const { success } = (await answer.json()) as { success: { txguid: string } };

    expect(success).toEqual({ txguid: expect.any(String), numbers: '1', smsparts: '2', encoding: 'gsm' });
    expect(await arrival('report')).toMatchObject({
      DESTINATION: '70141',
      GUID: success.txguid,
      STATUSCODE: 'DELIVERED',
      PRICE: '0',
      CHARGESTATUS: 'false',
    });
    expect(await phone()).toMatchObject({ messages: [{ direction: 'in', body: fields.BODY }], bill: [] });
  });

  it('brings a text again with a RETRYCOUNT until the product takes it, across a restart', async () => {
    productStatus = 503;
    await text(contract, 'SUN£5');
    const first = await arrival('message');
    const second = await arrival('message', 2);
    expect(second).toMatchObject({ ...first, RETRYCOUNT: '1' });

    await stopNetwork();
    productStatus = 200;
    await startNetwork();
    expect(await arrival('message', 3)).toMatchObject({ ...first, RETRYCOUNT: '2' });
  });
});

describe('the phone page', () => {
  it('sends from a form and comes back to the thread, which shows the text escaped', async () => {
    const sent = await post('/phone/messages', { number: contract, shortcode: '70141', body: '<b>SUN£3' });
    expect(sent.status).toBe(303);
    const back = sent.headers.get('location')!;
    expect(back).toBe(`/phone?number=${contract}&shortcode=70141`);

    const page = await (await fetch(baseUrl + back)).text();
    expect(page).toContain('&lt;b>SUN£3');
    expect(page).toContain('1 standard message to 70141');
  });

  it('says why a number of another network is not taken', async () => {
    const sent = await post('/phone/messages', { number: '07911 123456', shortcode: '70141', body: 'SUN£3' });
    const page = await (await fetch(baseUrl + sent.headers.get('location')!)).text();
    expect(page).toContain('not a number of this network');
    expect(arrivals).toEqual([]);
  });

  it('is reached from the home page', async () => {
    expect(await (await fetch(`${baseUrl}/`)).text()).toContain('href="/phone"');
  });
});
