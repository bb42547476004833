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
