import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Totals } from '../../src/reports/totals.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { slug } from '../support/donor.js';
import { give } from './given.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ workers: false, sandbox: false });
});
afterAll(() => app.close());

it('shows what was raised and how many gave at one instant, while people give', async () => {
  const gifts = 150;
  const seen = new Set<number>();
  const giving = (async () => {
    for (let gift = 0; gift < gifts; gift++)
      await give(app, { name: `gift ${gift}`, channel: 'text', amountPence: 300 });
  })();
  while (Math.max(0, ...seen) < gifts) {
    const { raisedPence, donations, heldPence } = await app.app.get(Totals).of(slug);
    seen.add(donations);
    expect({ raisedPence, heldPence }).toEqual({ raisedPence: donations * 300, heldPence: donations * 300 });
  }
  await giving;
  expect(seen.size).toBeGreaterThan(1);
});
