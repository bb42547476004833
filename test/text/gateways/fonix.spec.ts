import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Fonix } from '../../../src/channels/text/gateways/fonix.js';
import { pence } from '../../../src/vocabulary/pence.js';
import { phoneNumber, type PhoneNumber } from '../../../src/vocabulary/phone-number.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { Company } from '../../support/company.js';
import { call } from '../../support/donor.js';
import { textForm } from '../../support/gateway.js';

const phone = phoneNumber('447700900003') as PhoneNumber;
const chargeId = '0b0b0b0b-1111-4222-8333-444444444444';
const requestId = chargeId.replaceAll('-', '');

/** A charge report with the fields that Fonix sends. */
const report = {
  IFVERSION: '201001',
  CHARGEMETHOD: 'direct',
  MONUMBER: '447700900003',
  OPERATOR: 'o2-uk',
  GUID: 'guid-1',
  DURATION: '2',
  RETRYCOUNT: '0',
  STATUSCODE: 'DELIVERED',
  STATUSTEXT: 'Delivered',
  REQUESTID: requestId,
  STATUSTIME: '20261124060000',
};

describe('what Fonix posts', () => {
  const fonix = new Fonix({ apiKey: 'k', webhookToken: 't', apiBase: 'http://127.0.0.1:9', allowedIps: [] });

  it('is read as a text, whose operator may be left out', () => {
    const text = { externalId: 'g-1', from: '447700900003', shortcode: '70141', body: 'SUN£3' };
    expect(fonix.message({ ...textForm, GUID: 'g-1' })).toEqual({ ...text, operator: 'voda-uk' });
    expect(fonix.message({ ...textForm, GUID: 'g-1', OPERATOR: '' })).toEqual({
      ...text,
      operator: 'unknown',
    });
  });

  it('is read as an opt-out when it came by the callback for those, with words or without', () => {
    const { BODY: _, ...silent } = textForm;
    expect(fonix.message({ ...textForm, BODY: 'stop', GUID: 'g-1', isStop: true })).toMatchObject({
      isStop: true,
      body: 'stop',
    });
    expect(fonix.message({ ...silent, GUID: 'g-1', isStop: true })).toMatchObject({
      isStop: true,
      body: 'STOP',
    });
    expect(fonix.message({ ...textForm, GUID: 'g-1', isStop: 'true' })).not.toHaveProperty('isStop');
  });

  it.each([
    ['no number', { MONUMBER: undefined }],
    ['two numbers', { MONUMBER: ['447700900003', '447700900004'] }],
    ['no text', { BODY: undefined }],
    ['two texts', { BODY: ['SUN£3', 'SUN£10'] }],
    ['no short code', { DESTINATION: '' }],
    ['a blank in its id', { GUID: 'g 1' }],
  ])('is not read as a text with %s', (_, change) => {
    expect(fonix.message({ ...textForm, GUID: 'g-1', ...change })).toBeUndefined();
  });

  it('is charged only by DELIVERED, with our id and its own', () => {
    expect(fonix.chargeReport(report)).toEqual({
      gatewayId: 'guid-1',
      chargeId,
      statusCode: 'DELIVERED',
      outcome: 'charged',
    });
  });

  it.each([
    ['PERMANENT_OPERATOR_ERROR', 'network_error'],
    ['INSUFFICIENT_FUNDS', 'insufficient_credit'],
    ['TEMPORARY_BARRED', 'barred_premium'],
    ['SECTOR_NOT_ALLOWED', 'barred_premium'],
    ['PAYM_MNO_SPEND_LIMIT', 'spend_limit'],
    ['MAX_SPEND_MSISDN', 'spend_limit'],
    ['OPERATOR_SRV_DAILY_MAX_SPEND', 'spend_limit'],
    ['OPERATOR_SRV_TYPE_MONTHLY_MAX_SPEND', 'spend_limit'],
  ])('is failed by %s, because of %s', (STATUSCODE, reason) => {
    expect(fonix.chargeReport({ ...report, STATUSCODE })).toMatchObject({ outcome: 'failed', reason });
  });

  it.each(['ACCEPTED', 'delivered', 'DELIVERED_TO_OPERATOR', 'constructor', 'NEW_CODE'])(
    'is no final word by %s',
    (STATUSCODE) => {
      const read = fonix.chargeReport({ ...report, STATUSCODE });
      expect(read).toMatchObject({ outcome: 'unknown', statusCode: STATUSCODE });
      expect(read).not.toHaveProperty('reason');
    },
  );

  it('says what a part of a charge that an operator split is, and is not read when it can’t be an amount', () => {
    expect(fonix.chargeReport({ ...report, PRICE: '500' })).toMatchObject({ amountPence: 500 });
    expect(fonix.chargeReport({ ...report, PRICE: '' })).not.toHaveProperty('amountPence');
    for (const PRICE of ['0', '5.00', '-500', '5e2', 'five', ['500', '500']]) {
      expect(fonix.chargeReport({ ...report, PRICE })).toBeUndefined();
    }
    const failed = { ...report, STATUSCODE: 'INSUFFICIENT_FUNDS', PRICE: '0' };
    expect(fonix.chargeReport(failed)).toMatchObject({ outcome: 'failed' });
  });

  it('never counts when it says both that it was delivered and that nothing was charged', () => {
    for (const CHARGESTATUS of ['true', 'TRUE', '', undefined])
      expect(fonix.chargeReport({ ...report, CHARGESTATUS })).toMatchObject({ outcome: 'charged' });
    for (const CHARGESTATUS of ['false', 'FALSE', '0', 'no', ['true', 'false']])
      expect(fonix.chargeReport({ ...report, CHARGESTATUS })).toMatchObject({ outcome: 'unknown' });
  });

  it('is read alike however its STATUSTEXT is encoded, and whatever time it tells', () => {
    for (const STATUSTEXT of ['Insufficient%20Funds', 'Insufficient%2520Funds', '%E0%A4%A', undefined]) {
      for (const STATUSTIME of ['20260329013000', '00000000000000', undefined]) {
        expect(fonix.chargeReport({ ...report, STATUSTEXT, STATUSTIME })).toMatchObject({
          outcome: 'charged',
        });
      }
    }
  });

  it('is no charge of ours when its REQUESTID can’t be one', () => {
    for (const REQUESTID of ['', undefined, 'donation-1', `${requestId}0`, [requestId]]) {
      expect(fonix.chargeReport({ ...report, REQUESTID })?.chargeId).toBeUndefined();
    }
  });
});

describe('what we ask of Fonix', () => {
  let company: Company;
  let fonix: Fonix;
  beforeAll(async () => {
    company = await Company.listening(() => ({ json: {} }));
    fonix = new Fonix({ apiKey: 'key', webhookToken: 't', apiBase: company.url, allowedIps: [] });
  });
  afterAll(() => company.close());

  const answering = (json: unknown, status = 200): void => {
    company.answer = () => ({ status, json });
  };
  const refundId = '0c0c0c0c-1111-4222-8333-444444444444';
  const refund = { refundId, chargeGatewayId: 'guid-1', phone, operator: 'o2-uk', amountPence: pence(300) };
  const told = { statuscode: 'OK', guid: 'r-1', charge_guid: 'guid-1', refunded_amount_in_pence: 300 };

  it('is a refund of one charge, under an id of its own', async () => {
    answering({ success: told });
    expect(await fonix.refund(refund)).toEqual({ outcome: 'refunded', refundedPence: 300, statusCode: 'OK' });
    expect(company.calls.at(-1)).toMatchObject({
      path: '/v2/refund',
      fields: {
        REQUESTID: refundId.replaceAll('-', ''),
        NUMBERS: 'o2-uk.447700900003',
        CHARGE_GUID: 'guid-1',
      },
    });
  });

  it.each([
    ['pending', { pending: { statuscode: 'PENDING' } }, 200, { outcome: 'pending', statusCode: 'PENDING' }],
    ['failed', { failure: { statuscode: 'TOO_LATE' } }, 200, { outcome: 'failed', statusCode: 'TOO_LATE' }],
    [
      'refused',
      { failure: { failcode: 'IS_EMPTY', parameter: 'CHARGE_GUID' } },
      400,
      { outcome: 'failed', statusCode: 'IS_EMPTY' },
    ],
    [
      'asked before',
      { failure: { failcode: 'NOT_UNIQUE', parameter: 'REQUESTID' } },
      400,
      { outcome: 'pending' },
    ],
  ])('may be %s', async (_, json, status, outcome) => {
    answering(json, status);
    expect(await fonix.refund(refund)).toEqual(outcome);
  });

  it.each([
    ['nothing that we know', {}, 200],
    ['that our key is wrong', { failure: { failcode: 'NOT_AUTHORISED' } }, 403],
    ['that it is down', {}, 502],
  ])('stays open when Fonix says %s, and is asked again', async (_, json, status) => {
    answering(json, status);
    await expect(fonix.refund(refund)).rejects.toThrow();
  });

  it('says why nothing was and will be charged', async () => {
    answering({ failure: { parameter: 'NUMBERS', failcode: 'INVALID_NUMBER' } }, 400);
    const reply = { replyId: refundId, shortcode: '70141', phone, words: 'Thank you' };
    expect(await fonix.reply(reply)).toEqual({
      accepted: false,
      refusal: 'INVALID_NUMBER NUMBERS',
      reason: 'number_invalid',
    });
  });
});

describe('the addresses that Fonix may call from', () => {
  let test: TestApp;
  beforeAll(async () => {
    const env = { FONIX_ALLOWED_IPS: '54.194.0.0/16,2001:db8::7', TRUSTED_PROXIES: '127.0.0.1' };
    test = await startTestApp({ workers: false, sandbox: false, env });
  });
  afterAll(() => test.close());

  it.each([
    ['one on the list', '54.194.146.155', 200],
    ['the same written as IPv6', '::ffff:54.194.146.155', 200],
    ['one of IPv6', '2001:db8::7', 200],
    ['another', '54.195.146.155', 403],
    ['another that says it speaks for one on the list', '54.194.146.155, 203.0.113.9', 403],
    ['the proxy itself', '', 403],
    ['what is no address', 'fonix', 403],
  ])('are the proxy’s word: %s', async (_, forwardedFor, status) => {
    const { webhookToken } = test.config.fonix;
    const answer = await call(`${test.url}/webhooks/text/fonix/${webhookToken}/message`, {
      method: 'POST',
      body: new URLSearchParams({ ...textForm, GUID: `from ${forwardedFor}` }),
      headers: { 'X-Forwarded-For': forwardedFor },
    });
    expect(answer.status).toBe(status);
  });
});
