import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { contract, TestProduct } from './test-product.js';

let product: TestProduct;
beforeEach(async () => {
  product = await TestProduct.open();
});
afterEach(() => product.close());

const requestIds = (kind: string) => product.arrived(kind).map(({ REQUESTID }) => REQUESTID);

describe('what a phone’s network allows', () => {
  it.each([
    {
      name: 'an operator that is not supported',
      settings: { operator: 'unknown' },
      code: 'SECTOR_NOT_ALLOWED',
    },
    { name: 'a bar on premium services', settings: { barred: true }, code: 'TEMPORARY_BARRED' },
    { name: 'a daily cap', settings: { dailyCapPence: 299 }, code: 'OPERATOR_SRV_DAILY_MAX_SPEND' },
    { name: 'a monthly cap', settings: { monthlyCapPence: 299 }, code: 'OPERATOR_SRV_MONTHLY_MAX_SPEND' },
    { name: 'little credit', settings: { creditPence: 299 }, code: 'INSUFFICIENT_FUNDS' },
  ])('refuses a charge for $name, with a report and nothing on the bill', async ({ settings, code }) => {
    expect((await product.set(`/phone/${contract}`, settings)).status).toBe(200);
    await product.charge();
    expect((await product.arrival('charge-report')).STATUSCODE).toBe(code);
    expect(await product.phone()).toMatchObject({ ...settings, bill: [], messages: [] });
  });

  it('counts what was charged against a cap', async () => {
    await product.set(`/phone/${contract}`, { dailyCapPence: 500 });
    await product.charge();
    await product.charge({ REQUESTID: 'second' });
    await product.charge({ REQUESTID: 'third', AMOUNT: '200' });
    await product.arrival('charge-report', 3);
    expect((await product.phone()).donatedPence).toBe(500);
  });

  it('splits £10 in two parts of one REQUESTID, each with a GUID and a price of its own', async () => {
    await product.set(`/phone/${contract}`, { largestPartPence: 500 });
    await product.charge({ AMOUNT: '1000' });
    await product.arrival('charge-report', 2);
    const [one, two] = product.arrived('charge-report');
    expect([one, two]).toMatchObject([
      { REQUESTID: 'd0000000000000000000000000000001', PRICE: '500', STATUSCODE: 'DELIVERED' },
      { REQUESTID: 'd0000000000000000000000000000001', PRICE: '500', STATUSCODE: 'DELIVERED' },
    ]);
    expect(one?.GUID).not.toBe(two?.GUID);
    expect(await product.phone()).toMatchObject({ donatedPence: 1000, messages: [{ direction: 'in' }] });
  });

  it('lets one part of a split charge fail', async () => {
    await product.set(`/phone/${contract}`, { largestPartPence: 500, lastPartFails: true });
    await product.charge({ AMOUNT: '1000' });
    await product.arrival('charge-report', 2);
    const codes = product.arrived('charge-report').map(({ STATUSCODE }) => STATUSCODE);
    expect(codes.toSorted()).toEqual(['DELIVERED', 'PERMANENT_OPERATOR_ERROR']);
    expect((await product.phone()).donatedPence).toBe(500);
  });

  it.each([
    { settings: { creditPence: '3.50' }, setting: 'creditPence' },
    { settings: { barred: true, operator: 'nobody' }, setting: 'operator' },
    { settings: { colour: 'red' }, setting: 'colour' },
  ])('refuses $settings as a whole and says what is expected', async ({ settings, setting }) => {
    const answer = await product.set(`/phone/${contract}`, settings);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ problem: 'setting_refused', setting });
    expect(await product.phone()).toMatchObject({ creditPence: null, barred: false });
  });
});

describe('the conditions of the network', () => {
  it('lose, repeat and hurry reports as often as they are told, and the same under the same seed', async () => {
    const settings = {
      duplicatedPercent: 30,
      reorderedPercent: 30,
      lostReportsPercent: 30,
      reportsAfterMs: 0,
    };
    const fates = async (): Promise<string[]> => {
      await product.set('/network', { ...settings, seed: 7 });
      for (let n = 0; n < 20; n++) await product.charge({ REQUESTID: `charge${n}`, AMOUNT: '1' });
      await product.set('/network', { lostReportsPercent: 0, duplicatedPercent: 0 });
      await product.charge({ REQUESTID: 'last' });
      // What comes again comes within a second: by then a text that was held back is here too.
      await product.set('/network', { reorderedPercent: 100 });
      await product.text(contract, 'after all');
      await product.arrival('message');
      return requestIds('charge-report').map(String).toSorted();
    };
    const first = await fates();
    await product.close();
    product = await TestProduct.open();
    expect(await fates()).toEqual(first);
    const counts = Array.from({ length: 20 }, (_, n) => first.filter((id) => id === `charge${n}`).length);
    expect(new Set(counts)).toEqual(new Set([0, 1, 2]));
  });

  it('bring a report before the answer to the call that it is about', async () => {
    await product.set('/network', { reorderedPercent: 100 });
    const answer = await product.charge();
    expect(answer.status).toBe(200);
    expect(requestIds('charge-report')).toEqual(['d0000000000000000000000000000001']);
  });

  it('let later texts overtake one that is held back', async () => {
    await product.set('/network', { reorderedPercent: 100 });
    await product.text(contract, 'SUN£3');
    await product.set('/network', { reorderedPercent: 0 });
    await product.text(contract, 'SUN£5');
    await product.arrival('message', 2);
    expect(product.arrived('message').map(({ BODY }) => BODY)).toEqual(['SUN£5', 'SUN£3']);
  });

  it('bring STOP by its own callback where it has one', async () => {
    await product.set('/network', { stopRoute: true });
    await product.text(contract, 'Stop please');
    const stop = await product.arrival('stop');
    expect(stop).toMatchObject({ BODY: 'Stop please', DESTINATION: '70141', MONUMBER: contract });
    expect(stop).not.toHaveProperty('PRICE');
    expect(product.arrived('message')).toEqual([]);
  });

  it.each([
    { gateway: 'unreachable', donatedPence: 0 },
    { gateway: 'failing', donatedPence: 0 },
    { gateway: 'cutting', donatedPence: 300 },
  ])('a $gateway gateway leaves the caller without an answer', async ({ gateway, donatedPence }) => {
    await product.set('/network', { gateway, gatewayForSeconds: 3600 });
    const answer = await product.charge().then(
      ({ status }) => status,
      () => 'cut off',
    );
    expect(answer).toBe(gateway === 'failing' ? 500 : 'cut off');
    expect((await product.phone()).donatedPence).toBe(donatedPence);
    await product.set('/network', { gateway: 'up' });
    expect((await product.charge()).status).toBe(gateway === 'cutting' ? 400 : 200);
    expect((await product.phone()).donatedPence).toBe(300);
  });

  it('end an outage by themselves when its time is over', async () => {
    await product.set('/network', { gateway: 'failing', gatewayForSeconds: 1 });
    const deadline = Date.now() + 20_000;
    let answer = await product.charge();
    while (answer.status === 500 && Date.now() < deadline) answer = await product.charge();
    expect(answer.status).toBe(200);
  });
});

describe('premium texts and refunds', () => {
  const premium = { ORIGINATOR: '70305', NUMBERS: contract, BODY: 'Thank you', REQUESTID: 'premium1' };

  it('charge the amount that their sender is registered for, with both reports', async () => {
    const answer = await product.call('chargesms', premium);
    expect(await answer.json()).toMatchObject({ success: { numbers: '1', smsparts: '1', price: '500' } });
    const { success } = (await (
      await product.call('chargesms', { ...premium, REQUESTID: 'premium2' })
    ).json()) as any;
    await product.arrival('charge-report', 2);
    expect(product.arrived('charge-report').at(-1)).toMatchObject({
      CHARGEMETHOD: 'psms',
      GUID: success.txguid,
    });
    await product.arrival('report', 2);
    expect(product.arrived('report').at(-1)).toMatchObject({ PRICE: '500', CHARGESTATUS: 'true' });
    expect((await product.phone()).donatedPence).toBe(1000);
  });

  it.each([
    ['ORIGINATOR', '70999', 'OUT_OF_RANGE'],
    ['BODY', 'x'.repeat(161), 'TOO_MANY_CHARACTERS'],
  ])('refuse a %s of "%s"', async (parameter, value, failcode) => {
    const answer = await product.call('chargesms', { ...premium, [parameter]: value });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ failure: { parameter, failcode } });
    expect((await product.phone()).donatedPence).toBe(0);
  });

  it.each([
    { refunds: 'done', verdict: 'success', refundedPence: 300, donatedPence: 0 },
    { refunds: 'pending', verdict: 'pending', refundedPence: 0, donatedPence: 0 },
    { refunds: 'failed', verdict: 'failure', refundedPence: 0, donatedPence: 300 },
  ])(
    'answer $verdict when refunds are $refunds',
    async ({ refunds, verdict, refundedPence, donatedPence }) => {
      await product.set('/network', { refunds });
      const { success } = (await (await product.charge()).json()) as any;
      const order = { NUMBERS: contract, CHARGE_GUID: success.txguid, REQUESTID: 'refund1' };
      const answer = (await (await product.call('refund', order)).json()) as any;
      expect(answer[verdict]).toMatchObject({
        charge_guid: success.txguid,
        refunded_amount_in_pence: refundedPence,
      });
      expect((await product.phone()).donatedPence).toBe(donatedPence);
    },
  );

  it('give a charge back once, and nothing that was never charged', async () => {
    const { success } = (await (await product.charge()).json()) as any;
    const order = { NUMBERS: contract, CHARGE_GUID: success.txguid };
    await product.call('refund', { ...order, REQUESTID: 'refund1' });
    const again = await (await product.call('refund', { ...order, REQUESTID: 'refund2' })).json();
    expect(again).toHaveProperty('failure');
    expect((await product.call('refund', { ...order, REQUESTID: 'refund1' })).status).toBe(400);
    const never = await product.call('refund', { ...order, CHARGE_GUID: 'never', REQUESTID: 'refund3' });
    expect(never.status).toBe(400);
    expect((await product.phone()).donatedPence).toBe(0);
  });
});

describe('the month’s statement', () => {
  const statement = async (query = '') =>
    (await (await fetch(`${product.baseUrl}/network/statement.csv${query}`)).text()).trim().split('\n');

  it('has a row of every charge, failure and refund, in pence', async () => {
    const { success } = (await (await product.charge()).json()) as any;
    await product.call('refund', { NUMBERS: contract, CHARGE_GUID: success.txguid, REQUESTID: 'refund1' });
    await product.set(`/phone/${contract}`, { barred: true });
    await product.charge({ REQUESTID: 'second', AMOUNT: '500' });
    const [header, ...rows] = await statement();
    expect(header).toBe('date,msisdn,operator,requestid,guid,amount,status');
    const row = (id: string, amount: number, status: string) =>
      expect.stringMatching(
        new RegExp(`^20\\d\\d-\\d\\d-\\d\\d,${contract},three-uk,${id},[0-9a-f-]{36},${amount},${status}$`),
      );
    expect(rows).toHaveLength(3);
    expect(rows).toEqual(
      expect.arrayContaining([
        row('d0000000000000000000000000000001', 300, 'charged'),
        row('d0000000000000000000000000000001', 300, 'refunded'),
        row('second', 500, 'failed'),
      ]),
    );
    expect(await statement('?month=2001-01')).toEqual([header]);
    expect((await statement('?month=May'))[0]).toContain('not_a_month');
  });

  it('leaves a row out, alters one and adds one when it is told to', async () => {
    const guids: string[] = [];
    for (const REQUESTID of ['one', 'two']) {
      const { success } = (await (await product.charge({ REQUESTID })).json()) as any;
      guids.push(success.txguid);
    }
    const [one, two] = guids;
    const faults = `?leaveOut=${one}&alter=${two}:400&add=447700900999:500`;
    const rows = (await statement(faults)).slice(1).map((row) => row.split(',').slice(3));
    expect(rows.toSorted()).toEqual([
      ['nobodyasked1', 'extra-1', '500', 'charged'],
      ['two', two, '400', 'charged'],
    ]);
  });
});

describe('the network page', () => {
  it('changes the conditions from a form, and says why it did not', async () => {
    const form = { reportsAfterMs: '0', stopRoute: 'true', gatewayForSeconds: '' };
    const done = await product.post('/network', form);
    expect([done.status, done.headers.get('location')]).toEqual([303, '/network']);
    const now = await (await fetch(`${product.baseUrl}/network.json`)).json();
    expect(now).toMatchObject({ reportsAfterMs: 0, stopRoute: true, gatewayForSeconds: null });
    const refused = await product.post('/network', { duplicatedPercent: '101' });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('duplicatedPercent must be a whole number from 0 to 100');
  });

  it('changes what a phone’s network allows, and comes back to the phone', async () => {
    const done = await product.post(`/phone/${contract}`, { barred: 'true', creditPence: '' });
    expect(done.headers.get('location')).toBe(`/phone?number=${contract}`);
    expect(await product.phone()).toMatchObject({ barred: true, creditPence: null });
  });
});
