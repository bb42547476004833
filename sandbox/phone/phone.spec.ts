import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { contract, onePoundPrepaid, TestProduct } from './test-product.js';

let product: TestProduct;
beforeEach(async () => {
  product = await TestProduct.open();
});
afterEach(() => product.close());

describe('the phone network', () => {
  it('brings a text to the product with the fields of Fonix and bills one standard message', async () => {
    const { guid } = (await (await product.text('07700 900001', 'SUN£3')).json()) as { guid: string };

    expect(await product.arrival('message')).toEqual({
      IFVERSION: expect.any(String),
      MONUMBER: contract,
      OPERATOR: 'three-uk',
      DESTINATION: '70141',
      BODY: 'SUN£3',
      RECEIVETIME: expect.stringMatching(/^20\d{12}$/),
      GUID: guid,
      PRICE: '0',
    });
    expect(await product.phone()).toMatchObject({
      number: contract,
      operator: 'three-uk',
      creditPence: null,
      messages: [{ direction: 'out', shortcode: '70141', body: 'SUN£3' }],
      bill: [{ description: '1 standard message to 70141', amountPence: 10 }],
      donatedPence: 0,
    });
  });

  it('charges a phone, texts it, and reports the charge as delivered', async () => {
    const answer = await product.charge();
    const { success } = (await answer.json()) as { success: { txguid: string; numbers: string } };

    expect(success.numbers).toBe('1');
    expect(await product.arrival('charge-report')).toEqual({
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
    expect(await product.phone()).toMatchObject({
      messages: [{ direction: 'in', shortcode: '70141', body: 'Thank you for £3' }],
      bill: [{ description: 'Ukraine Fund', amountPence: 300 }],
      donatedPence: 300,
    });
  });

  it('charges once when a REQUESTID comes a second time, even after a restart', async () => {
    await product.charge();
    await product.arrival('charge-report');
    await product.stopNetwork();
    await product.startNetwork();

    const again = await product.charge({ AMOUNT: '500' });
    expect(again.status).toBe(400);
    expect(await again.json()).toEqual({
      failure: { parameter: 'REQUESTID', failcode: 'DUPLICATE_REQUESTID' },
    });
    expect((await product.phone()).donatedPence).toBe(300);
  });

  it('reports INSUFFICIENT_FUNDS and bills nothing when the credit does not reach', async () => {
    expect((await product.charge({ NUMBERS: onePoundPrepaid })).status).toBe(200);

    expect((await product.arrival('charge-report')).STATUSCODE).toBe('INSUFFICIENT_FUNDS');
    expect(await product.phone(onePoundPrepaid)).toMatchObject({
      creditPence: 100,
      messages: [],
      bill: [],
      donatedPence: 0,
    });
  });

  it('takes the cost of a charge from prepaid credit', async () => {
    await product.charge({ NUMBERS: onePoundPrepaid, AMOUNT: '100' });
    expect(await product.phone(onePoundPrepaid)).toMatchObject({ creditPence: 0, donatedPence: 100 });

    const unsent = await product.text(onePoundPrepaid, 'SUN£3');
    expect(unsent.status).toBe(422);
    expect(await unsent.json()).toEqual({ problem: 'no_credit' });
  });

  it('refuses a wrong API key with 403 and charges nothing', async () => {
    expect((await product.charge({}, 'another')).status).toBe(403);
    expect((await product.phone()).bill).toEqual([]);
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
    const answer = await product.charge({ [parameter]: value });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ failure: { parameter, failcode } });
    expect((await product.phone()).bill).toEqual([]);
  });

  it('delivers a free text, says how many messages it takes, and reports it', async () => {
    const fields = { ORIGINATOR: '70141', NUMBERS: contract, BODY: '€'.repeat(81), REQUESTID: 'reply1' };
    const answer = await product.call('sendsms', fields);
    const { success } = (await answer.json()) as { success: { txguid: string } };

    expect(success).toEqual({ txguid: expect.any(String), numbers: '1', smsparts: '2', encoding: 'gsm' });
    expect(await product.arrival('report')).toMatchObject({
      DESTINATION: '70141',
      GUID: success.txguid,
      STATUSCODE: 'DELIVERED',
      PRICE: '0',
      CHARGESTATUS: 'false',
    });
    expect(await product.phone()).toMatchObject({
      messages: [{ direction: 'in', body: fields.BODY }],
      bill: [],
    });
  });

  it('brings a text again with a RETRYCOUNT until the product takes it, across a restart', async () => {
    product.status = 503;
    await product.text(contract, 'SUN£5');
    const first = await product.arrival('message');
    const second = await product.arrival('message', 2);
    expect(second).toMatchObject({ ...first, RETRYCOUNT: '1' });

    await product.stopNetwork();
    product.status = 200;
    await product.startNetwork();
    expect(await product.arrival('message', 3)).toMatchObject({ ...first, RETRYCOUNT: '2' });
  });
});

describe('the phone page', () => {
  it('sends from a form and comes back to the thread, which shows the text escaped', async () => {
    const sent = await product.post('/phone/messages', {
      number: contract,
      shortcode: '70141',
      body: '<b>SUN£3',
    });
    expect(sent.status).toBe(303);
    const back = sent.headers.get('location')!;
    expect(back).toBe(`/phone?number=${contract}&shortcode=70141`);

    const page = await (await fetch(product.baseUrl + back)).text();
    expect(page).toContain('&lt;b>SUN£3');
    expect(page).toContain('1 standard message to 70141');
  });

  it('says why a number of another network is not taken', async () => {
    const sent = await product.post('/phone/messages', {
      number: '07911 123456',
      shortcode: '70141',
      body: 'SUN£3',
    });
    const page = await (await fetch(product.baseUrl + sent.headers.get('location')!)).text();
    expect(page).toContain('not a number of this network');
    expect(product.arrivals).toEqual([]);
  });

  it('is reached from the home page', async () => {
    expect(await (await fetch(`${product.baseUrl}/`)).text()).toContain('href="/phone"');
  });
});
