import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { BooksCheck } from '../../src/reports/check.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { call, handset, raised, settled, slug, text } from '../support/donor.js';
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

  /** What the network does with refunds from now on. */
  const network = (refunds: string): Promise<unknown> =>
    call(`${test.sandboxUrl}/network`, { method: 'POST', json: { refunds } });

  it('in full is asked of the network, once, and leaves the books as it came', async () => {
    const donation = await given('07700 900013', 3, 600);
    await refund(donation, 300);
    await becomes(donation, 'done');
    expect(await status(donation)).toEqual(['refunded', 300]);
    await raised(test, 300);
    expect((await handset(test, '07700 900013')).donatedPence).toBe(0);
    expect((await refund(donation, 300)) as unknown).toMatchObject({ code: 'more_than_is_left' });
  });

  it('that the network refuses is paid by bank instead, once', async () => {
    await network('failed');
    const donation = await given('07700 900014', 5, 800);
    await refund(donation, 500);
    const failed = await becomes(donation, 'failed');
    expect(failed.failure).toContain('PERMANENT_OPERATOR_ERROR');
    await raised(test, 800);
    const paid = { bankReference: 'FP 4712', paidOn: '2022-03-05' };
    const path = `refunds/${failed.id}/paid-by-bank`;
    const answers = await Promise.all(Array.from({ length: 20 }, () => finance.post<Refund>(path, paid)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(await status(donation)).toEqual(['refunded', 500]);
    await raised(test, 300);
    await network('done');
  });

  it('and is pending with the network has been sent, and changes nothing yet', async () => {
    await network('pending');
    const donation = await given('07700 900015', 3, 600);
    await refund(donation, 300);
    await becomes(donation, 'sent');
    expect(await status(donation)).toEqual(['confirmed', 0]);
    await network('done');
  });

  it('is cancelled, and stays raised', async () => {
    const donation = await given('07700 900012', 5, 1100);
    const { id } = await refund(donation, 100);
    expect((await finance.post<Refund>(`refunds/${id}/cancel`)).body.state).toBe('cancelled');
    expect(await status(donation)).toEqual(['confirmed', 0]);
    expect(await becomes(donation, 'cancelled')).toBeDefined();
  });
});
