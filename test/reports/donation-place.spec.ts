import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { call, pay, paymentPage, raised, settled, startCardDonation } from '../support/donor.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

it('tells a donor where the money is, from the card to the appeal’s bank account and back', async () => {
  const { body } = await startCardDonation(test, { amountPence: 800 }, 'where-the-money-is');
  const { id, receiptUrl } = body;
  const seen = async () => {
    const { search } = new URL(receiptUrl);
    const { place, whereTheMoneyIs } = (
      await call<{ place: string; whereTheMoneyIs: string }>(`${test.url}/api/v1/donations/${id}${search}`)
    ).body;
    return `${place}: ${whereTheMoneyIs}`;
  };
  expect(await seen()).toMatch(/^asked: Still with you/);
  await pay(await paymentPage(body.checkoutUrl));
  await raised(test, 800);
  await settled(test);
  expect(await seen()).toMatch(/^with_stripe: With Stripe/);

  await test.database.dataSource.query(
    `insert into card.payout (id, amount_pence, automatic, status, arrives_on, created_at, shared_at, asked_at)
     values ('po_1', 800, true, 'in_transit', '2026-11-26', now(), now(), now())`,
  );
  await test.database.dataSource.query(
    `update card.balance_transaction set payout_id = 'po_1' where donation_id = $1`,
    [id],
  );
  expect(await seen()).toMatch(/^with_stripe: /);
  await test.database.dataSource.query(`update card.payout set status = 'paid'`);
  expect(await seen()).toBe(
    "in_appeal_bank: In the appeal's bank account, held for British Red Cross Society.",
  );
  await test.database.dataSource.query(`update card.payout set status = 'failed', returned_at = now()`);
  expect(await seen()).toMatch(/^with_stripe: /);
});
