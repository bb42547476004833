import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Donors } from '../../src/giving/donors/donors.service.js';
import { GiftAid } from '../../src/giving/gift-aid/gift-aid.service.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { Treasurer } from '../remittances/treasurer.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { call, slug } from '../support/donor.js';
import { inDays } from '../support/pledger.js';
import { newId } from '../../src/vocabulary/ids.js';

interface Change {
  person: string;
  before: object | null;
  after: object | null;
}
interface Settlements {
  items: { id: string; bankId: string; matches: { id: string; expectationId: string }[] }[];
}

/** Whatever a person changed stands in the log with what was there before. */
describe('what staff change', () => {
  let test: TestApp;
  let treasurer: Treasurer;
  let gift: string;
  beforeAll(async () => {
    test = await startTestApp({ workers: false, sandbox: false });
    treasurer = await Treasurer.of(test);
    gift = await treasurer.banked({ name: 'banked', amountPence: 20_000 });
  });
  afterAll(() => test.close());

  /** The changes of one thing, oldest first, as an auditor reads them. */
  const changesOf = async (what: string, id: string): Promise<Change[]> => {
    const { items } = await treasurer.read<{ items: (Change & { action: string; target: string })[] }>(
      'audit',
    );
    return items
      .filter(({ action, target }) => action === what && target === id)
      .map(({ person, before, after }) => ({ person, before, after }))
      .toReversed();
  };
  const post = (person: string, path: string, json?: object) =>
    treasurer.post(person, path, json) as unknown as Promise<{ status: number; body: { id: string } }>;
  const line = async (id: string, amountPence: number) => {
    await treasurer.post('Flo', 'settlements/bank-lines', [
      { id, amountPence, reference: 'A PAYER', date: '2022-06-15' },
    ]);
    const { items } = await treasurer.read<Settlements>('settlements');
    const found = items.find(({ bankId }) => bankId === id);
    if (!found) throw new Error(`${id} does not wait`);
    return found;
  };

  it('of a refund is who asked and who agreed', async () => {
    const { body } = await post('Flo', `donations/${gift}/refunds`, {
      amountPence: 6_000,
      reason: 'By letter',
    });
    await post('Ben', `refunds/${body.id}/approve`);
    expect(await changesOf('refund', body.id)).toEqual([
      { person: 'Flo', before: null, after: { donationId: gift, amountPence: 6_000, state: 'requested' } },
      { person: 'Ben', before: { state: 'requested' }, after: { state: 'approved' } },
    ]);
    const other = await post('Flo', `donations/${gift}/refunds`, { amountPence: 1, reason: 'By letter' });
    await post('Ann', `refunds/${other.body.id}/cancel`);
    expect((await changesOf('refund', other.body.id)).at(-1)).toEqual({
      person: 'Ann',
      before: { state: 'requested' },
      after: { state: 'cancelled' },
    });
  });

  it('of a line of the bank is what was said, withdrawn and confirmed; and a refund by bank', async () => {
    const { id } = await line('a gift', 7_000);
    const said = { as: 'bank_donation', appeal: slug, purpose: 'restricted' };
    const first = await post('Flo', `settlements/bank-lines/${id}/explain`, said);
    await post('Flo', `settlements/explanations/${first.body.id}/withdraw`);
    const second = await post('Flo', `settlements/bank-lines/${id}/explain`, said);
    expect((await post('Ben', `settlements/explanations/${second.body.id}/confirm`)).status).toBe(200);
    // What Flo said again has the same id, being the same.
    const shown = expect.objectContaining({ lineId: id, meaning: 'bank_donation', book: slug });
    expect(await changesOf('explanation', second.body.id)).toEqual([
      { person: 'Flo', before: null, after: shown },
      { person: 'Flo', before: shown, after: null },
      { person: 'Flo', before: null, after: shown },
      { person: 'Ben', before: { confirmedBy: null }, after: { confirmedBy: 'Ben' } },
    ]);
    const { items } = await treasurer.read<{ items: { id: string; channel: string }[] }>(
      `donations?appeal=${slug}`,
    );
    const byBank = items.find(({ channel }) => channel === 'bank')?.id;
    const back = await post('Flo', `donations/${byBank}/refunds`, { amountPence: 300, reason: 'By letter' });
    const paid = { bankReference: 'FP-1', paidOn: '2022-06-20' };
    const refused = await treasurer.post('Flo', `refunds/${back.body.id}/paid-by-bank`, {
      ...paid,
      paidOn: '9999-01-01',
    });
    expect(refused.body.errors?.map(({ field }) => field)).toEqual(['paidOn']);
    expect((await post('Flo', `refunds/${back.body.id}/paid-by-bank`, paid)).status).toBe(200);
    expect((await changesOf('refund', back.body.id)).at(-1)).toEqual({
      person: 'Flo',
      before: { state: 'failed' },
      after: { state: 'paid_by_bank' },
    });
  });

  it('of a proposal is which payment it turned out to be', async () => {
    await treasurer.passedOn(4_000);
    await treasurer.passedOn(4_000);
    const { id, matches } = await line('one of two', -4_000);
    expect(matches).toHaveLength(2);
    expect((await post('Flo', `settlements/matches/${matches[0]?.id}/confirm`)).status).toBe(200);
    expect(await changesOf('bank line', id)).toEqual([
      {
        person: 'Flo',
        before: { state: 'unmatched' },
        after: { state: 'matched', expectationId: matches[0]?.expectationId },
      },
    ]);
  });

  it('of a break is what settled it', async () => {
    await line('nobody knows', 900);
    const { items } = await treasurer.read<{ items: { id: string; actions: { action: string }[] }[] }>(
      'breaks?kind=bank_line_unmatched',
    );
    const [open] = items;
    const action = open?.actions[0]?.action;
    const settled = await post('Flo', `breaks/${open?.id}/settle`, { action, note: 'Asked the bank' });
    expect(settled.status).toBe(204);
    expect(await changesOf('break', open?.id ?? '')).toEqual([
      { person: 'Flo', before: { settled: false }, after: { settled: true, action } },
    ]);
    const again = await post('Flo', `breaks/${open?.id}/settle`, { action, note: 'Asked the bank' });
    expect(again.status).toBe(404);
  });

  it('of a bank account is how its statements are read', async () => {
    await call(`${test.url}/api/v1/staff/settlements/bank-accounts/bank`, {
      method: 'PUT',
      json: { number: 'GB33BUKB20201555555555' },
      headers: treasurer.headers('Flo'),
    });
    expect(await changesOf('bank account', 'bank')).toEqual([
      { person: 'Flo', before: null, after: { number: 'GB33BUKB20201555555555', layout: null } },
    ]);
  });

  it('of a promise by telephone is what was taken down, and not who promised', async () => {
    const dueOn = inDays(10);
    const { body } = await call<{ id: string }>(`${test.url}/api/v1/staff/pledges`, {
      method: 'POST',
      json: { appeal: slug, amountPence: 5_000, dueOn, donor: { firstName: 'Ada', lastName: 'Example' } },
      headers: { ...treasurer.headers('Flo'), 'Idempotency-Key': 'on-the-telephone' },
    });
    expect(await changesOf('pledge', body.id)).toEqual([
      { person: 'Flo', before: null, after: { appeal: slug, amountPence: 5_000, dueOn } },
    ]);
  });

  it('of a donor is that they were erased, once, however many are at once', async () => {
    const ids = Array.from({ length: 20 }, () => newId(Date.now()));
    const [transactions, donors] = [test.app.get(Transactions), test.app.get(Donors)];
    for (const id of ids)
      await transactions.run((tx) => donors.keep(tx, id, { email: `${id}@example.org`, locale: 'en' }));
    for (let again = 0; again < 2; again++)
      await Promise.all(ids.map((id) => post('Ann', `donors/${id}/erase`)));
    const kept = await test.database.asOwner(
      `select person, target, before, after from access.audit where action = 'donor'`,
    );
    const change = { person: 'Ann', before: { erased: false }, after: { erased: true } };
    expect(kept).toHaveLength(20);
    expect(kept).toEqual(expect.arrayContaining(ids.map((target) => ({ ...change, target }))));
  });

  it('of a claim is which it is and how many gifts it has', async () => {
    const givenAt = new Date('2022-03-02T10:00:00Z');
    await test.app.get(Transactions).run((tx) =>
      test.app.get(GiftAid).declare(tx, {
        key: 'declared',
        donation: { id: gift, givenAt },
        partner: 'British Red Cross Society',
        giftAid: {
          taxpayer: true,
          scope: 'this_gift',
          firstName: 'Ada',
          lastName: 'Example',
          house: '12a',
          postcode: 'CF10 1EP',
        },
        language: 'en',
        madeBy: 'with_gift',
      }),
    );
    const { body } = await post('Flo', 'gift-aid/claims', { appeal: slug, asOf: '2022-03-31' });
    expect(await changesOf('gift aid claim', body.id)).toEqual([
      { person: 'Flo', before: null, after: { appeal: slug, number: 1, asOf: '2022-03-31', donations: 1 } },
    ]);
  });
});
