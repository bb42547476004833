import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BooksCheck } from '../../src/reports/check.js';
import { startTestApp, type TestApp } from '../support/app.js';
import {
  call,
  handset,
  pay,
  paymentPage,
  raised,
  settled,
  slug,
  startCardDonation,
  text,
  total,
} from '../support/donor.js';
import { eventually } from '../support/eventually.js';

const mobile = '07700 900001';
const donor = { firstName: 'Wilhelmina', lastName: 'Featherstone', email: 'wilhelmina@example.org' };

interface Accounts {
  accounts: { account: string; balancePence: number }[];
}

describe('the first day of the appeal', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  const balances = async (): Promise<Record<string, number>> => {
    const headers = { Authorization: `Bearer ${await test.token('auditor')}` };
    const { body } = await call<Accounts>(`${test.url}/api/v1/staff/accounts?appeal=${slug}`, { headers });
    return Object.fromEntries(body.accounts.map(({ account, balancePence }) => [account, balancePence]));
  };

  it('begins with empty books', async () => {
    expect(await total(test)).toEqual({
      raisedPence: 0,
      donations: 0,
      pendingPence: 0,
      remittedPence: 0,
      heldPence: 0,
    });
  });

  it('charges SUN£3 to a phone, thanks the donor in one text, and books it when the network reports it', async () => {
    await text(test, mobile, 'SUN£3');
    expect(await raised(test, 300)).toMatchObject({ donations: 1, pendingPence: 0, heldPence: 300 });
    expect(await balances()).toEqual({ text_receivable: 300, held: 300 });
    const phone = await handset(test, mobile);
    expect(phone.donatedPence).toBe(300);
    const received = phone.messages.filter(({ direction }) => direction === 'in');
    expect(received.map(({ body }) => body)).toEqual([
      expect.stringContaining('Your £3 donation goes to the British Red Cross'),
    ]);
  });

  it('takes £10 by card, and books the fee as the operator’s when Stripe tells it', async () => {
    const { status, body } = await startCardDonation(test, { amountPence: 1000, donor }, 'first-day-card');
    expect(status).toBe(201);
    expect(body).toMatchObject({ status: 'pending', amountPence: 1000 });
    expect(await total(test)).toMatchObject({ raisedPence: 300, pendingPence: 1000 });
    const thanks = await pay(await paymentPage(body.checkoutUrl));
    expect(thanks).toContain(`${test.url}/thanks/${body.id}`);
    expect(await raised(test, 1300)).toMatchObject({ donations: 2, pendingPence: 0, heldPence: 1300 });
    expect(await balances()).toEqual({
      text_receivable: 300,
      stripe_balance: 965,
      due_from_operator: 35,
      held: 1300,
    });
  });

  it('shows the donor a receipt that says where the money is', async () => {
    const { body } = await startCardDonation(test, { amountPence: 1000, donor }, 'first-day-card');
    const page = await call(body.receiptUrl);
    expect(page.text).toContain('£10');
    expect(page.text).toContain('British Red Cross Society');
    const wrong = await call(body.receiptUrl.replace(/token=.*/, 'token=another'));
    expect(wrong.status).toBe(404);
  });

  it('charges nothing for a text that it can’t read, and answers with the exact texts', async () => {
    await text(test, '07700 900002', 'SUN£4');
    const phone = await eventually('an answer', async () => {
      const now = await handset(test, '07700 900002');
      return now.messages.some(({ direction }) => direction === 'in') && now;
    });
    expect(phone.donatedPence).toBe(0);
    expect(phone.messages.at(-1)?.body).toMatch(/SUN£3 .*SUN£5 .*SUN£10/);
  });

  it('fails a charge that the network refuses, and books nothing', async () => {
    await text(test, '07700 900100', 'SUN£10');
    await eventually('the failure', async () => {
      const rows = await test.database.dataSource.query<unknown[]>(
        `select from giving.donation where status = 'failed'`,
      );
      return rows.length === 1;
    });
    expect(await total(test)).toMatchObject({ raisedPence: 1300, donations: 2, pendingPence: 0 });
  });

  it('lets a declined donor pay with another card, once', async () => {
    const { body } = await startCardDonation(test, { amountPence: 500 }, 'declined-first');
    const page = await paymentPage(body.checkoutUrl);
    expect(await pay(page, '4000 0000 0000 0002')).toBeNull();
    expect(await pay(page)).toContain('/thanks/');
    await pay(page);
    expect(await raised(test, 1800)).toMatchObject({ donations: 3 });
  });

  it('hands finance the donations as CSV', async () => {
    const headers = { Authorization: `Bearer ${await test.token('finance')}` };
    const { text: csv } = await call(`${test.url}/api/v1/staff/reports/donations.csv?appeal=${slug}`, {
      headers,
    });
    const [head, ...rows] = csv.trim().split('\r\n');
    expect(head).toMatch(
      /^id,appeal,channel,status,givenAt,amountPence,refundedPence,feePence,purpose,remittanceId,/,
    );
    expect(
      rows.map((row) => row.split(',').filter((_, index) => [2, 3, 5, 6, 7, 8].includes(index))),
    ).toEqual([
      ['text', 'confirmed', '300', '0', '0', 'restricted'],
      ['card', 'confirmed', '1000', '0', '35', 'restricted'],
      ['card', 'confirmed', '500', '0', '28', 'restricted'],
    ]);
  });

  it('ends with books whose every identity holds, and nothing for staff to settle', async () => {
    await settled(test);
    const { breaks } = await test.app.get(BooksCheck).run();
    expect(breaks).toEqual([]);
    const headers = { Authorization: `Bearer ${await test.token('auditor')}` };
    expect((await call(`${test.url}/api/v1/staff/breaks`, { headers })).body).toEqual({
      items: [],
      nextCursor: null,
    });
  });

  it('has told no log who gave', () => {
    const log = test.logs.join('');
    expect(log).toContain('/api/v1/appeals/:slug/donations');
    const digits = ['7700900001', '7700900002', '7700900100', '7700 900001'];
    for (const secret of [
      ...Object.values(donor),
      ...digits,
      '4242 4242',
      '42424242',
      test.config.fonix.webhookToken,
    ]) {
      expect(log).not.toContain(secret);
    }
  });
});
