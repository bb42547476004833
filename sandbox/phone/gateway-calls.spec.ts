import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { contract, TestProduct } from './test-product.js';

let product: TestProduct;
beforeEach(async () => {
  product = await TestProduct.open();
});
afterEach(() => product.close());

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
