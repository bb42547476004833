import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { BalanceCheck } from '../../src/channels/card/balance-check.js';
import { BooksCheck } from '../../src/reports/check.js';
import { londonDate } from '../../src/vocabulary/clock.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { call } from '../support/donor.js';
import { eventually } from '../support/eventually.js';
import { StripeWorld } from '../support/stripe.js';

interface Refund {
  id: string;
  state: string;
  failure: string | null;
}

describe('a refund by card', () => {
  let test: TestApp;
  let stripe: StripeWorld;
  let tokens: { finance: string; approver: string };
  beforeAll(async () => {
    test = await startTestApp({ webhooks: false, schedule: false });
    stripe = new StripeWorld(test);
    tokens = { finance: await test.token('finance'), approver: await test.token('approver') };
  });
  afterAll(() => test.close());

  const staff = <Answer>(who: keyof typeof tokens, path: string, json: object = {}) =>
    call<Answer>(`${test.url}/api/v1/staff/${path}`, {
      method: 'POST',
      json,
      headers: { Authorization: `Bearer ${tokens[who]}` },
    });
  const paid = async (key: string) => {
    const { donationId, charge } = await stripe.paidDonation(1000, key);
    await stripe.tell(await stripe.untold());
    return { donationId, charge };
  };
  const asked = async (donationId: string, amountPence = 1000): Promise<Refund> => {
    const path = `donations/${donationId}/refunds`;
    const { status, text, body } = await staff<Refund>('finance', path, {
      amountPence,
      reason: 'Asked for it.',
    });
    expect([status, text]).toEqual([201, text]);
    return body;
  };
  const inState = (id: string, state: string) =>
    eventually(`the refund to be ${state}`, async () => {
      const [row] = await test.database.dataSource.query<Refund[]>(
        'select id, state, failure from giving.refund where id = $1',
        [id],
      );
      return row?.state === state && row;
    });
  const donation = async (id: string) => {
    const [row] = await test.database.dataSource.query<{ status: string; refunded: number }[]>(
      'select status, refunded_pence::integer as refunded from giving.donation where id = $1',
      [id],
    );
    return row;
  };
  const postings = async (donationId: string) => {
    const rows = await test.database.dataSource.query<{ posting: string }[]>(
      `select happening || ': ' || debit.name || ' → ' || credit.name || ' ' || amount_pence as posting
       from ledger.transfer join ledger.account debit on debit.id = debit_account
       join ledger.account credit on credit.id = credit_account
       where donation_id = $1 and happening <> 'card_charged'`,
      [donationId],
    );
    return rows.map(({ posting }) => posting).toSorted();
  };
  const refundsAtStripe = async (charge: string): Promise<Stripe.Refund[]> =>
    (await stripe.client.refunds.list({ charge })).data;

  it('within the limit goes out at once, with our id on it and no name, and is done on Stripe’s word', async () => {
    const { donationId, charge } = await paid('refund-at-once');
    const { id } = await asked(donationId);
    await inState(id, 'done');
    expect(await donation(donationId)).toEqual({ status: 'refunded', refunded: 1000 });
    expect(await postings(donationId)).toEqual(['card_refunded: held → stripe_balance 1000']);
    const [made, ...others] = await refundsAtStripe(charge);
    expect(others).toEqual([]);
    expect(made).toMatchObject({ amount: 1000, metadata: { refund_id: id } });
    // The events come after our own answer, and change nothing.
    await stripe.tell(await stripe.untold());
    expect(await postings(donationId)).toHaveLength(1);
  });

  for (const kind of ['server_error', 'dropped', 'dropped_after'])
    it(`is made once when Stripe’s answer is ${kind}`, async () => {
      const { donationId, charge } = await paid(`refund-${kind}`);
      await stripe.dashboard('trouble', { kind, times: 2, path: '/v1/refunds' });
      const { id } = await asked(donationId, 400);
      await inState(id, 'done');
      expect(await refundsAtStripe(charge)).toHaveLength(1);
      expect(await donation(donationId)).toEqual({ status: 'part_refunded', refunded: 400 });
    });

  it('that fails weeks later is still owed to the donor, and can be paid by bank', async () => {
    const { donationId, charge } = await paid('refund-fails-later');
    const { id } = await asked(donationId);
    await inState(id, 'done');
    const [made] = await refundsAtStripe(charge);
    await stripe.dashboard('refund/fail', { refund: made?.id });
    await stripe.tell(await stripe.untold());
    expect(await inState(id, 'failed')).toMatchObject({ failure: 'expired_or_canceled_card' });
    expect(await donation(donationId)).toEqual({ status: 'refunded', refunded: 1000 });
    const bank = { bankReference: 'FP-1', paidOn: londonDate(new Date()) };
    expect((await staff('finance', `refunds/${id}/paid-by-bank`, bank)).status).toBe(200);
    expect(await postings(donationId)).toEqual([
      'card_refunded: held → stripe_balance 1000',
      'refund_failed: stripe_balance → refund_payable 1000',
      'refund_paid_by_bank: refund_payable → appeal_bank 1000',
    ]);
    const onTheStatement = { id: 'b1', date: '2026-11-25', amountPence: -1000, reference: 'FP1 A DONOR' };
    const { body } = await staff('finance', 'settlements/bank-lines', [onTheStatement]);
    expect(body).toEqual({ taken: 1, known: 0, matched: 1, waiting: 0 });
  });

  it('that fails can be cancelled instead: the charity is owed the money again', async () => {
    const { donationId, charge } = await paid('refund-cancelled-instead');
    const { id } = await asked(donationId, 300);
    await inState(id, 'done');
    const [made] = await refundsAtStripe(charge);
    await stripe.dashboard('refund/fail', { refund: made?.id });
    await stripe.tell(await stripe.untold());
    await inState(id, 'failed');
    expect((await staff('finance', `refunds/${id}/cancel`)).status).toBe(200);
    expect(await donation(donationId)).toEqual({ status: 'confirmed', refunded: 0 });
    expect(await postings(donationId)).toEqual([
      'card_refunded: held → stripe_balance 300',
      'refund_cancelled: refund_payable → held 300',
      'refund_failed: stripe_balance → refund_payable 300',
    ]);
  });

  it('that Stripe refuses, because it was made there already, is not paid a second time', async () => {
    const { donationId, charge } = await paid('refund-refused');
    await stripe.dashboard('refund', { charge });
    // The product has not heard of it, and asks for the same money again.
    const { id } = await asked(donationId);
    expect(await inState(id, 'failed')).toMatchObject({ failure: 'charge_already_refunded' });
    await stripe.tell(await stripe.untold());
    const bank = { bankReference: 'FP-2', paidOn: londonDate(new Date()) };
    const refused = await staff<{ code: string }>('finance', `refunds/${id}/paid-by-bank`, bank);
    expect([refused.status, refused.body.code]).toEqual([409, 'more_than_is_left']);
    expect((await staff('finance', `refunds/${id}/cancel`)).status).toBe(200);
    expect(await donation(donationId)).toEqual({ status: 'refunded', refunded: 1000 });
    expect(await postings(donationId)).toEqual(['card_refunded: held → stripe_balance 1000']);
  });

  it('that Stripe refuses, because it is disputed, is paid by bank out of what is held', async () => {
    const { donationId, charge } = await paid('refund-disputed');
    const { id: dispute } = await stripe.dashboard<Stripe.Dispute>('dispute', { charge });
    const { id } = await asked(donationId);
    expect(await inState(id, 'failed')).toMatchObject({ failure: 'charge_disputed' });
    await stripe.dashboard('dispute/decide', { dispute, outcome: 'won' });
    await stripe.tell(await stripe.untold());
    const bank = { bankReference: 'FP-3', paidOn: londonDate(new Date()) };
    expect((await staff('finance', `refunds/${id}/paid-by-bank`, bank)).status).toBe(200);
    expect(await donation(donationId)).toEqual({ status: 'refunded', refunded: 1000 });
    expect(await postings(donationId)).toContain('refund_paid_by_bank: held → appeal_bank 1000');
  });

  it('is proposed for a second payment, and goes out when a person agrees', async () => {
    const { donationId } = await paid('refund-second-payment');
    const again = await stripe.payAgain(donationId);
    await stripe.tell(await stripe.untold());
    const [proposed] = await test.database.dataSource.query<(Refund & { donation: string })[]>(
      `select id, state, donation_id as donation from giving.refund where requested_by = 'Every Penny'`,
    );
    expect(proposed?.state).toBe('requested');
    expect((await staff('approver', `refunds/${proposed?.id}/approve`)).status).toBe(200);
    await inState(proposed?.id ?? '', 'done');
    expect(await refundsAtStripe(again)).toHaveLength(1);
    expect(await donation(proposed?.donation ?? '')).toEqual({ status: 'refunded', refunded: 1000 });
    expect(await donation(donationId)).toEqual({ status: 'confirmed', refunded: 0 });
  });

  it('leaves books that agree with Stripe', async () => {
    expect(await test.app.get(BalanceCheck).run()).toBe(0);
    expect((await test.app.get(BooksCheck).run()).breaks).toEqual([]);
  });
});
