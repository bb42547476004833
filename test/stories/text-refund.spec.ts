import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { BooksCheck } from '../../src/reports/check.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { raised, settled, slug, text } from '../support/donor.js';
import { eventually } from '../support/eventually.js';
import { Staff } from '../support/staff.js';

interface Refund {
  id: string;
  state: string;
  amountPence: number;
  failure: string | null;
}

describe('a text that is given back', () => {
  let test: TestApp;
  let finance: Staff;

  beforeAll(async () => {
    test = await startTestApp();
    finance = await Staff.of(test, 'finance', 'Flo');
  });
  afterAll(() => test.close());
  afterEach(async () => {
    await settled(test);
    expect((await test.app.get(BooksCheck).run()).breaks).toEqual([]);
  });

  /** Gives by text, and resolves with the donation once it is in the books. */
  const given = async (mobile: string, pounds: number, raisedPence: number): Promise<string> => {
    await text(test, mobile, `SUN£${pounds}`);
    await raised(test, raisedPence);
    const { items } = await finance.read<{ items: { id: string }[] }>(`donations?appeal=${slug}`);
    return items[0]?.id ?? '';
  };
  const refund = async (donation: string, amountPence: number): Promise<Refund> =>
    (await finance.post<Refund>(`donations/${donation}/refunds`, { amountPence, reason: 'A mistake' })).body;
  const becomes = (donation: string, state: string): Promise<Refund> =>
    eventually(`a refund that is ${state}`, async () => {
      const { items } = await finance.read<{ items: Refund[] }>(`donations/${donation}/refunds`);
      return items.find((each) => each.state === state);
    });
  const status = async (donation: string): Promise<unknown> => {
    const { status, refundedPence } = await finance.read<Record<string, unknown>>(`donations/${donation}`);
    return [status, refundedPence];
  };

  it('in part waits for the bank, because networks give back whole charges', async () => {
    const donation = await given('07700 900011', 10, 1000);
    const asked = await refund(donation, 700);
    expect(asked).toMatchObject({ state: 'failed', failure: expect.stringContaining('whole charges') });
    expect(await status(donation)).toEqual(['confirmed', 0]);
    const { body } = await finance.post<Refund>(`refunds/${asked.id}/paid-by-bank`, {
      bankReference: 'FP 4711',
      paidOn: '2022-03-04',
    });
    expect(body).toMatchObject({ state: 'paid_by_bank', bankReference: 'FP 4711', paidOn: '2022-03-04' });
    expect(await status(donation)).toEqual(['part_refunded', 700]);
    expect(await finance.balances()).toEqual({ text_receivable: 1000, appeal_bank: -700, held: 300 });
    await raised(test, 300);
  });

  it('is cancelled, and stays raised', async () => {
    const donation = await given('07700 900012', 5, 800);
    const { id } = await refund(donation, 100);
    expect((await finance.post<Refund>(`refunds/${id}/cancel`)).body.state).toBe('cancelled');
    expect(await status(donation)).toEqual(['confirmed', 0]);
    expect(await becomes(donation, 'cancelled')).toBeDefined();
  });
});
