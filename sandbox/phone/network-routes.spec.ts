import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { contract, TestProduct } from './test-product.js';

let product: TestProduct;
beforeEach(async () => {
  product = await TestProduct.open();
});
afterEach(() => product.close());

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
