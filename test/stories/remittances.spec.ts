import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { BooksCheck } from '../../src/reports/check.js';
import { londonDate } from '../../src/vocabulary/clock.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { slug, total } from '../support/donor.js';
import { eventually } from '../support/eventually.js';
import { Staff } from '../support/staff.js';
import { availableAtOnce, StripeWorld } from '../support/stripe.js';

interface Round {
  id: string;
  state: string;
  amountPence: number;
  setOffPence: number;
  paidPence: number;
}
interface Waiting {
  items: { bankId: string; explanation: { id: string } | null }[];
}

describe('money on its way to the charity', () => {
  let test: TestApp;
  let stripe: StripeWorld;
  let finance: Staff;
  let approver: Staff;
  let first: string;
  let second: string;
  const today = londonDate(new Date());

  beforeAll(async () => {
    test = await startTestApp({ webhooks: false, schedule: false });
    stripe = new StripeWorld(test);
    finance = await Staff.of(test, 'finance', 'Flo');
    approver = await Staff.of(test, 'approver', 'Ben');
  });
  afterAll(() => test.close());

  const hear = async (): Promise<void> => {
    await stripe.tell(await stripe.untold());
    await stripe.untilWorkedOn();
  };
  const give = async (amountPence: number, key: string): Promise<string> => {
    const { donationId } = await stripe.paidDonation(amountPence, key, availableAtOnce);
    await hear();
    return donationId;
  };
  const bankShows = (id: string, amountPence: number, reference: string) =>
    finance.post<{ matched: number }>('settlements/bank-lines', [
      { id, amountPence, reference, date: today },
    ]);
  const payOut = async (line: string): Promise<void> => {
    const { id, amount } = await stripe.dashboard<Stripe.Payout>('payout', {});
    await stripe.pass(5);
    await stripe.dashboard('payout/pay', { payout: id });
    await hear();
    expect((await bankShows(line, amount, `STRIPE ${id}`)).body.matched).toBe(1);
  };
  const approved = async (amountPence?: number): Promise<Round> => {
    const wanted = { appeal: slug, purpose: 'restricted', amountPence };
    const { body: draft } = await finance.post<Round>('remittances', wanted);
    return (await approver.post<Round>(`remittances/${draft.id}/approve`)).body;
  };
  const sent = (id: string, bankReference: string) =>
    finance.post<Round>(`remittances/${id}/sent`, { bankReference, sentOn: today });
  const carried = async (id: string): Promise<[string, number][]> => {
    const { items } = await finance.read<{ items: { donationId: string; amountPence: number }[] }>(
      `remittances/${id}/donations`,
    );
    return items.map(({ donationId, amountPence }) => [donationId, amountPence]);
  };

  it('waits in the bank, less what Stripe kept, which the operator owes', async () => {
    first = await give(1000, 'the-first-gift');
    expect(await finance.balances()).toEqual({ stripe_balance: 965, due_from_operator: 35, held: 1000 });
    await payOut('bank 1');
    expect(await finance.balances()).toEqual({ appeal_bank: 965, due_from_operator: 35, held: 1000 });
  });

  it('is prepared by one and approved by another, no more than is in the bank; neither moves any', async () => {
    const wanted = { appeal: slug, purpose: 'restricted', amountPence: 966 };
    expect((await finance.post<{ code: string }>('remittances', wanted)).body.code).toBe('not_enough_held');
    const round = await approved();
    expect(round).toMatchObject({ state: 'approved', amountPence: 965, paidPence: 965 });
    expect(await carried(round.id)).toEqual([[first, 965]]);
    expect(await finance.balances()).toEqual({ appeal_bank: 965, due_from_operator: 35, held: 1000 });
  });

  it('agrees with the bank whether the statement shows it before finance says so', async () => {
    const [round] = (await finance.read<{ items: Round[] }>('remittances')).items;
    await bankShows('bank 2', -965, 'FP 4711 RED CROSS');
    expect(await finance.balances()).toEqual({ unidentified: -965, due_from_operator: 35, held: 1000 });
    expect((await sent(round?.id ?? '', 'FP 4711')).status).toBe(200);
    await bankShows('bank 2', -965, 'FP 4711 RED CROSS');
    expect(await finance.balances()).toEqual({ due_from_operator: 35, held: 35 });
    expect(await total(test)).toMatchObject({ raisedPence: 1000, remittedPence: 965, heldPence: 35 });
  });

  it('is held again when the bank returns it, and goes with the next one', async () => {
    const [round] = (await finance.read<{ items: Round[] }>('remittances')).items;
    const back = { bankReference: 'RTN 4711', returnedOn: today };
    await finance.post(`remittances/${round?.id}/returned`, back);
    expect(await finance.balances()).toEqual({ appeal_bank: 965, due_from_operator: 35, held: 1000 });
    expect((await bankShows('bank 3', 965, 'RTN 4711')).body.matched).toBe(1);
    expect(await finance.balances()).toEqual({ appeal_bank: 965, due_from_operator: 35, held: 1000 });
    const { id } = await approved();
    await sent(id, 'FP 4712');
    expect((await bankShows('bank 4', -965, 'FP 4712')).body.matched).toBe(1);
    await finance.post(`remittances/${id}/acknowledged`);
    expect(await carried(id)).toEqual([[first, 965]]);
    expect(await finance.balances()).toEqual({ due_from_operator: 35, held: 35 });
  });

  it('that is refunded once the charity has it is owed by the charity', async () => {
    const wanted = { amountPence: 500, reason: 'The donor meant half of it' };
    await finance.post(`donations/${first}/refunds`, wanted);
    await eventually('the refund', async () => {
      await hear();
      return (await total(test)).raisedPence === 500;
    });
    expect(await finance.balances()).toEqual({
      stripe_balance: -500,
      due_from_operator: 35,
      due_from_partner: 465,
    });
  });

  it('is set off against the next one', async () => {
    second = await give(2000, 'the-second-gift');
    await payOut('bank 5');
    expect(await finance.balances()).toEqual({
      appeal_bank: 1450,
      due_from_operator: 85,
      due_from_partner: 465,
      held: 2000,
    });
    const round = await approved();
    expect(round).toMatchObject({ amountPence: 1915, setOffPence: 465, paidPence: 1450 });
    expect(Object.fromEntries(await carried(round.id))).toEqual({ [first]: -465, [second]: 1915 });
    expect(await finance.balances()).toEqual({ appeal_bank: 1450, due_from_operator: 85, held: 1535 });
    await sent(round.id, 'FP 4713');
    await bankShows('bank 6', -1450, 'FP 4713');
    expect(await finance.balances()).toEqual({ due_from_operator: 85, held: 85 });
  });

  it('is with the charity to the last penny once the operator has paid the fees, and no account holds any', async () => {
    await bankShows('bank 7', 85, 'TOPUP');
    const { items } = await finance.read<Waiting>('settlements');
    await approver.post(`settlements/explanations/${items[0]?.explanation?.id}/confirm`);
    expect(await finance.balances()).toEqual({ appeal_bank: 85, held: 85 });
    const { id } = await approved();
    expect(await carried(id)).toEqual([[second, 85]]);
    await sent(id, 'FP 4714');
    await bankShows('bank 8', -85, 'FP 4714');
    expect(await finance.balances()).toEqual({});
    expect(await total(test)).toMatchObject({ raisedPence: 2500, remittedPence: 2500, heldPence: 0 });
    expect((await test.app.get(BooksCheck).run()).breaks).toEqual([]);
    expect(await finance.read('breaks')).toMatchObject({ items: [] });
  });
});
