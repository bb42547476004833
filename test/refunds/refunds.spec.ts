import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mayBecome, type RefundState, refundStates } from '../../src/giving/refunds/refund-states.js';
import { Donations } from '../../src/giving/donations/donations.service.js';
import { Refunds } from '../../src/giving/refunds/refunds.service.js';
import { type Tx, Transactions } from '../../src/platform/database/transactions.js';
import { derivedId } from '../../src/vocabulary/ids.js';
import { pence } from '../../src/vocabulary/pence.js';
import { give } from '../reports/given.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { call } from '../support/donor.js';

interface RefundBody {
  id: string;
  state: RefundState;
  amountPence: number;
  requestedBy: string;
  approvedBy: string | null;
  code?: string;
  detail?: string;
  errors?: { field: string }[];
}

const twenty = <Result>(work: (index: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: 20 }, (_, index) => work(index)));

/** The appeal of the tests lets one person give £50 back. */
describe('refunds', () => {
  let test: TestApp;
  const bearers: Record<string, string> = {};
  let gift: string;
  let gifts = 0;

  beforeAll(async () => {
    test = await startTestApp({ workers: false, sandbox: false });
    bearers['Flo'] = await test.token('finance', 'Flo');
    bearers['Ann'] = await test.token('admin', 'Ann');
    bearers['Ben'] = await test.token('approver', 'Ben');
    bearers['Ada'] = await test.token('auditor', 'Ada');
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    gift = await give(test, { name: `gift ${gifts++}`, amountPence: 10_000 });
  });

  const post = (person: string, path: string, json?: unknown, headers: Record<string, string> = {}) =>
    call<RefundBody>(`${test.url}/api/v1/staff/${path}`, {
      method: 'POST',
      ...(json === undefined ? {} : { json }),
      headers: { Authorization: `Bearer ${bearers[person]}`, ...headers },
    });
  const ask = (amountPence: number, person = 'Flo', headers: Record<string, string> = {}) =>
    post(person, `donations/${gift}/refunds`, { amountPence, reason: 'Asked by letter' }, headers);
  const of = async (donation: string): Promise<RefundBody[]> =>
    (
      await call<{ items: RefundBody[] }>(`${test.url}/api/v1/staff/donations/${donation}/refunds`, {
        headers: { Authorization: `Bearer ${bearers['Ada']}` },
      })
    ).body.items;

  /** A step that a channel takes, as one does: with the donation locked. */
  const channel = (step: (refunds: Refunds, tx: Tx) => Promise<unknown>): Promise<unknown> =>
    test.app.get(Transactions).run(async (tx) => {
      await test.app.get(Donations).lock(tx, [gift]);
      return step(test.app.get(Refunds), tx);
    });
  const to = (id: string, verb: 'sent' | 'done' | 'fail'): Promise<unknown> =>
    channel(async (refunds, tx) => {
      const [refund] = await refunds.lock(tx, [id]);
      if (!refund) throw new Error('no such refund');
      return refunds[verb](tx, refund, 'the company said no');
    });

  it('are approved at once within the appeal’s limit, and kept with who asked and why', async () => {
    const { status, body } = await ask(5_000);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      donationId: gift,
      amountPence: 5_000,
      reason: 'Asked by letter',
      state: 'approved',
      needsApproval: false,
      requestedBy: 'Flo',
      approvedBy: 'Flo',
    });
    expect(await of(gift)).toEqual([body]);
  });

  it('wait for another person above it, also when it is passed in small steps', async () => {
    expect((await ask(5_000)).body.state).toBe('approved');
    const { body } = await ask(1);
    expect(body).toMatchObject({ state: 'requested', approvedBy: null });
    const approved = await post('Ben', `donations/${gift}/refunds/${body.id}/approve`);
    expect(approved.status).toBe(200);
    expect(approved.body).toMatchObject({ state: 'approved', requestedBy: 'Flo', approvedBy: 'Ben' });
  });

  it('are not approved by whoever asked, by any token of theirs, nor past the database', async () => {
    const { body } = await ask(6_000, 'Ann');
    const { status, body: refusal } = await post('Ann', `refunds/${body.id}/approve`);
    expect([status, refusal.code]).toEqual([403, 'own_work']);
    const update = test.database.dataSource.query(
      `update giving.refund set state = 'approved', approved_by = 'Ann' where id = $1`,
      [body.id],
    );
    await expect(update).rejects.toThrow('refund_approver_check');
    expect((await of(gift))[0]?.state).toBe('requested');
  });

  it('are approved once, however many approve at once', async () => {
    const { body } = await ask(6_000);
    const answers = await twenty((index) => post(index % 2 ? 'Ann' : 'Ben', `refunds/${body.id}/approve`));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter((answer) => answer.body.code === 'refund_not_in_state')).toHaveLength(19);
  });

  it('never come to more than is left, however many are asked for at once', async () => {
    const answers = await twenty(() => ask(3_000));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    const refused = answers.filter(({ status }) => status === 409);
    expect(refused).toHaveLength(17);
    expect(refused[0]?.body).toMatchObject({
      code: 'more_than_is_left',
      detail: expect.stringContaining('£10'),
    });
    expect((await of(gift)).reduce((sum, { amountPence }) => sum + amountPence, 0)).toBe(9_000);
  });

  it('are made once by an Idempotency-Key, and not with another request', async () => {
    const key = { 'Idempotency-Key': 'refund-once' };
    const answers = await twenty(() => ask(2_000, 'Flo', key));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    const made = await of(gift);
    expect(made).toHaveLength(1);
    for (const answer of answers) expect(answer.body).toEqual(made[0]);
    const { status, body } = await ask(2_001, 'Flo', key);
    expect([status, body.code]).toEqual([409, 'idempotency_key_reused']);
  });

  it('are refused for what is not known, not charged, disputed or given directly', async () => {
    const refusal = async (donation: string): Promise<unknown> => {
      const { status, body } = await post('Flo', `donations/${donation}/refunds`, {
        amountPence: 1,
        reason: 'Asked by letter',
      });
      return [status, body.code];
    };
    expect(await refusal('no-uuid')).toEqual([404, 'donation_not_found']);
    expect(await refusal(derivedId('nobody', 'gave'))).toEqual([404, 'donation_not_found']);
    const promised = await give(test, { name: 'promised', promised: true });
    expect(await refusal(promised)).toEqual([409, 'more_than_is_left']);
    await test.database.asOwner(`update giving.donation set status = 'disputed' where id = $1`, [gift]);
    expect(await refusal(gift)).toEqual([409, 'donation_disputed']);
    await test.database.asOwner(
      `update giving.donation set status = 'confirmed', collection = 'direct' where id = $1`,
      [gift],
    );
    expect(await refusal(gift)).toEqual([409, 'given_directly']);
    await test.database.asOwner(`update giving.donation set collection = 'held' where id = $1`, [gift]);
  });

  it('are refused to roles that don’t prepare or approve, and to nobody', async () => {
    expect((await ask(1, 'Ada')).status).toBe(403);
    expect((await ask(1, 'Ben')).status).toBe(403);
    const { body } = await ask(6_000);
    expect((await post('Flo', `refunds/${body.id}/approve`)).body.code).toBe('not_allowed');
    expect((await post('nobody', `refunds/${body.id}/approve`)).status).toBe(401);
  });

  it('name each field that can’t be so', async () => {
    for (const [json, field] of [
      [{ amountPence: 0, reason: 'x' }, 'amountPence'],
      [{ amountPence: 1.5, reason: 'x' }, 'amountPence'],
      [{ amountPence: '100', reason: 'x' }, 'amountPence'],
      [{ amountPence: 100, reason: '  ' }, 'reason'],
      [{ amountPence: 100, reason: 'a\u0000b' }, 'reason'],
      [{ amountPence: 100, reason: 'x'.repeat(501) }, 'reason'],
      [{ amountPence: 100, reason: 'x', state: 'done' }, 'state'],
    ] as const) {
      const { status, body } = await post('Flo', `donations/${gift}/refunds`, json);
      expect([status, body.errors?.[0]?.field]).toEqual([400, field]);
    }
    const { body } = await ask(100);
    await to(body.id, 'fail');
    const { body: answer } = await post('Flo', `refunds/${body.id}/paid-by-bank`, {
      bankReference: ' ',
      paidOn: '2022-02-30',
    });
    expect(answer.errors?.map(({ field }) => field)).toEqual(['bankReference', 'paidOn']);
  });

  it('are found under their own donation only', async () => {
    const { body } = await ask(6_000);
    const other = await give(test, { name: 'another' });
    const { status } = await post('Ben', `donations/${other}/refunds/${body.id}/approve`);
    expect(status).toBe(404);
    expect((await post('Ben', `refunds/${derivedId('no', 'refund')}/approve`)).body.code).toBe(
      'refund_not_found',
    );
  });

  it('go only where the table of states lets them', async () => {
    const by: Partial<Record<RefundState, (id: string) => Promise<unknown>>> = {
      approved: (id) => status(post('Ben', `refunds/${id}/approve`)),
      cancelled: (id) => status(post('Flo', `refunds/${id}/cancel`)),
      paid_by_bank: (id) =>
        status(post('Flo', `refunds/${id}/paid-by-bank`, { bankReference: 'FP 1', paidOn: '2022-03-04' })),
      sent: (id) => to(id, 'sent'),
      done: (id) => to(id, 'done'),
      failed: (id) => to(id, 'fail'),
    };
    const status = async (answer: Promise<{ status: number }>): Promise<void> => {
      if ((await answer).status !== 200) throw new Error('refused');
    };
    const ways: Record<RefundState, RefundState[]> = {
      requested: [],
      approved: ['approved'],
      sent: ['approved', 'sent'],
      done: ['approved', 'done'],
      failed: ['approved', 'failed'],
      paid_by_bank: ['approved', 'failed', 'paid_by_bank'],
      cancelled: ['cancelled'],
    };
    const states = Object.keys(refundStates) as RefundState[];
    for (const from of states) {
      for (const next of states.filter((state) => state !== 'requested')) {
        gift = await give(test, { name: `from ${from} to ${next}`, amountPence: 10_000 });
        const { body } = await ask(6_000);
        for (const step of ways[from]) await by[step]?.(body.id);
        const went = await (by[next]?.(body.id) ?? Promise.reject()).then(
          () => true,
          () => false,
        );
        expect([from, next, went]).toEqual([from, next, mayBecome(from, next)]);
      }
    }
  });

  it('free what they reserved when they are cancelled', async () => {
    const { body } = await ask(10_000);
    expect((await ask(1)).body.code).toBe('more_than_is_left');
    await post('Flo', `refunds/${body.id}/cancel`);
    expect((await ask(pence(1))).status).toBe(201);
  });

  it('are listed while they wait for somebody', async () => {
    const { body } = await ask(6_000);
    const list = async (): Promise<string[]> => {
      const headers = { Authorization: `Bearer ${bearers['Ada']}` };
      const { body: page } = await call<{ items: RefundBody[] }>(`${test.url}/api/v1/staff/refunds`, {
        headers,
      });
      return page.items.map(({ id }) => id);
    };
    expect(await list()).toContain(body.id);
    await post('Flo', `refunds/${body.id}/cancel`);
    expect(await list()).not.toContain(body.id);
  });
});
