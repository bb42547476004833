import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { Treasurer } from './treasurer.js';

const day = (date: number) => new Date(`2022-03-${String(date).padStart(2, '0')}T10:00:00Z`);
const twenty = <Result>(work: (index: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: 20 }, (_, index) => work(index)));

describe('a remittance', () => {
  let test: TestApp;
  let treasurer: Treasurer;
  beforeEach(async () => {
    test = await startTestApp({ workers: false, sandbox: false });
    treasurer = await Treasurer.of(test);
  });
  afterEach(async () => {
    expect(await treasurer.checked()).toEqual([]);
    await test.close();
  });

  it('is drafted by one and approved by another, and carries the oldest receipts first, the last in part', async () => {
    const second = await treasurer.banked({ name: 'second', amountPence: 700, givenAt: day(3) });
    const first = await treasurer.banked({ name: 'first', amountPence: 500, givenAt: day(2) });
    await treasurer.banked({ name: 'third', amountPence: 900, givenAt: day(4) });
    const { status, body: draft } = await treasurer.draft(800, { lateReason: 'Tried out years later' });
    expect([status, draft.state, draft.number, draft.amountPence]).toEqual([201, 'draft', 1, 800]);
    const { status: approval, body: round } = await treasurer.approve(draft.id);
    expect(approval).toBe(200);
    expect(round).toMatchObject({
      state: 'approved',
      preparedBy: 'Flo',
      approvedBy: 'Ben',
      paidPence: 800,
      donations: 2,
      firstReceivedOn: '2022-03-02',
      lastReceivedOn: '2022-03-03',
      dueOn: '2022-03-30',
      payments: [{ payee: 'British Red Cross Society', amountPence: 800, returnedOn: null }],
    });
    expect(await treasurer.carried(round.id)).toEqual({ [first]: 500, [second]: 300 });
    expect(await treasurer.balances()).toEqual({ appeal_bank: 2100, held: 2100 });
    expect((await treasurer.sent(round.id)).body).toMatchObject({ state: 'sent', sentOn: '2022-03-08' });
    expect(await treasurer.balances()).toEqual({ appeal_bank: 1300, held: 1300 });
    expect((await treasurer.post('Flo', `remittances/${round.id}/acknowledged`)).body.state).toBe(
      'acknowledged',
    );
    expect((await treasurer.read<{ items: { id: string }[] }>('remittances')).items).toMatchObject([
      { id: round.id },
    ]);
  });

  it('is refused beyond what may be sent, at the draft and at approval, with the amount', async () => {
    await treasurer.banked({ name: 'in the bank', amountPence: 1000 });
    await treasurer.give({ name: 'with Stripe', amountPence: 400 });
    const { status, body } = await treasurer.draft(1001);
    expect([status, body.code, body.detail]).toEqual([
      409,
      'not_enough_held',
      expect.stringContaining('£10 can go'),
    ]);
    const reason = { lateReason: 'Tried out years later' };
    const [one, two] = [(await treasurer.draft(600, reason)).body, (await treasurer.draft(600, reason)).body];
    expect((await treasurer.approve(one.id)).status).toBe(200);
    const refused = await treasurer.approve(two.id);
    expect([refused.status, refused.body.code, refused.body.detail]).toEqual([
      409,
      'not_enough_held',
      expect.stringContaining('£4 can go'),
    ]);
    expect((await treasurer.draft(undefined, reason)).body.amountPence).toBe(400);
  });

  it('is not approved by whoever prepared it, nor past the database', async () => {
    await treasurer.banked({ name: 'gift' });
    const { body } = await treasurer.draft(500, { lateReason: 'x' }, 'Ann');
    const { status, body: refusal } = await treasurer.approve(body.id, 'Ann');
    expect([status, refusal.code]).toEqual([403, 'own_work']);
    await expect(
      test.database.dataSource.query(
        `update treasury.remittance set state = 'approved', approved_by = 'Ann', approved_at = now() where id = $1`,
        [body.id],
      ),
    ).rejects.toThrow('remittance_approver_check');
    expect((await treasurer.approve(body.id, 'Flo')).status).toBe(403);
  });

  it('is approved once by twenty who approve at once', async () => {
    await treasurer.banked({ name: 'gift' });
    const { body } = await treasurer.draft(700, { lateReason: 'x' });
    const answers = await twenty(() => treasurer.approve(body.id));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body: { code } }) => code === 'remittance_not_in_state')).toHaveLength(19);
    const [row] = await test.database.dataSource.query<{ pence: string }[]>(
      'select sum(amount_pence) as pence from treasury.remittance_donation',
    );
    expect(row?.pence).toBe('700');
  });

  it('never counts on the same money as another, when twenty are drafted and approved at once', async () => {
    for (let index = 0; index < 5; index++)
      await treasurer.banked({ name: `gift ${index}`, amountPence: 200 });
    const drafts = await twenty(() => treasurer.draft(150, { lateReason: 'x' }));
    expect(drafts.map(({ body }) => body.number).toSorted((one, other) => one - other)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
    const answers = await twenty((index) => treasurer.approve(drafts[index]?.body.id ?? ''));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(6);
    expect(answers.filter(({ body: { code } }) => code === 'not_enough_held')).toHaveLength(14);
  });

  it('frees what it reserved when it is cancelled, and can’t be cancelled once it is sent', async () => {
    await treasurer.banked({ name: 'gift', amountPence: 1000 });
    const one = await treasurer.approved(1000);
    expect((await treasurer.draft(1)).body.code).toBe('not_enough_held');
    expect((await treasurer.post('Flo', `remittances/${one.id}/cancel`)).body.state).toBe('cancelled');
    expect(await treasurer.carried(one.id)).toEqual({});
    const two = await treasurer.passedOn();
    expect(two).toMatchObject({ state: 'sent', amountPence: 1000 });
    for (const step of ['cancel', 'approve']) {
      const { status, body } = await treasurer.post(
        step === 'approve' ? 'Ben' : 'Flo',
        `remittances/${two.id}/${step}`,
      );
      expect([status, body.code]).toEqual([409, 'remittance_not_in_state']);
    }
    expect(await treasurer.balances()).toEqual({});
  });

  it('that the bank returns is held again, and a later one carries it', async () => {
    const gift = await treasurer.banked({ name: 'gift', amountPence: 1000 });
    const { id } = await treasurer.passedOn();
    const back = { bankReference: 'RTN 1', returnedOn: '2022-03-10' };
    expect((await treasurer.post('Flo', `remittances/${id}/returned`, back)).body).toMatchObject({
      state: 'returned',
      payments: [{ returnedOn: '2022-03-10' }],
    });
    expect(await treasurer.balances()).toEqual({ appeal_bank: 1000, held: 1000 });
    expect((await treasurer.post('Flo', `remittances/${id}/returned`, back)).status).toBe(409);
    const later = await treasurer.passedOn();
    expect(await treasurer.carried(later.id)).toEqual({ [gift]: 1000 });
    expect(await treasurer.balances()).toEqual({});
  });

  it('takes off what went back of gifts that the charity has, and sets off what it owes', async () => {
    const first = await treasurer.banked({ name: 'first', amountPence: 1000, givenAt: day(2) });
    await treasurer.passedOn();
    await treasurer.refund(first, 400);
    expect(await treasurer.balances()).toEqual({ stripe_balance: -400, due_from_partner: 400 });
    const second = await treasurer.banked({ name: 'second', amountPence: 900, givenAt: day(3) });
    const { body: draft } = await treasurer.draft(undefined, { lateReason: 'x' });
    expect(draft).toMatchObject({ amountPence: 900, setOffPence: 400, paidPence: 500 });
    const round = await treasurer.passedOn();
    expect(round).toMatchObject({ paidPence: 500, setOffPence: 400, payments: [{ amountPence: 500 }] });
    expect(await treasurer.carried(round.id)).toEqual({ [first]: -400, [second]: 900 });
    expect(await treasurer.balances()).toEqual({ stripe_balance: -400, appeal_bank: 400 });
    expect((await treasurer.approve(draft.id)).body.code).toBe('not_enough_held');
  });

  it('that only sets off is paid by nobody, and gives back what it set off when it is cancelled in time', async () => {
    const first = await treasurer.banked({ name: 'first', amountPence: 1000, givenAt: day(2) });
    await treasurer.passedOn();
    await treasurer.refund(first, 1000);
    const second = await treasurer.banked({ name: 'second', amountPence: 300, givenAt: day(3) });
    expect(await treasurer.approved()).toMatchObject({ state: 'set_off', setOffPence: 300, payments: [] });
    expect(await treasurer.balances()).toMatchObject({ due_from_partner: 700 });
    expect((await treasurer.maySend()).maySendPence).toBe(0);
    const third = await treasurer.banked({ name: 'third', amountPence: 900, givenAt: day(4) });
    const round = await treasurer.approved();
    expect(round).toMatchObject({ state: 'approved', setOffPence: 700, paidPence: 200 });
    await treasurer.post('Flo', `remittances/${round.id}/cancel`);
    expect(await treasurer.balances()).toMatchObject({ due_from_partner: 700, held: 900 });
    const again = await treasurer.passedOn();
    expect(await treasurer.carried(again.id)).toEqual({ [first]: -700, [third]: 900 });
    expect(second).not.toBe(third);
  });

  it('that was paid although a refund came in between leaves the rest due from the partner', async () => {
    const gift = await treasurer.banked({ name: 'gift', amountPence: 1000 });
    const { id } = await treasurer.approved();
    await treasurer.refund(gift, 300);
    expect((await treasurer.sent(id)).status).toBe(200);
    expect(await treasurer.balances()).toEqual({ stripe_balance: -300, due_from_partner: 300 });
  });
});
