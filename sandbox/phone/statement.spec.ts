import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { contract, TestProduct } from './test-product.js';

let product: TestProduct;
beforeEach(async () => {
  product = await TestProduct.open();
});
afterEach(() => product.close());

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
