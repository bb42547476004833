import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { partnerReturned } from '../../src/ledger/bank.events.js';
import { Funds } from '../../src/ledger/funds.js';
import { cardRefunded } from '../../src/ledger/postings-card.js';
import { Donations } from '../../src/giving/donations/donations.service.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { News } from '../../src/platform/messaging/news.js';
import { BooksCheck } from '../../src/reports/check.js';
import { derivedId } from '../../src/vocabulary/ids.js';
import { pence } from '../../src/vocabulary/pence.js';
import { give } from '../reports/given.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { call, slug, total } from '../support/donor.js';
import { inDays } from '../support/pledger.js';
import { Staff } from '../support/staff.js';

interface Explanation {
  id: string;
  as: string;
  explainedBy: string;
}
interface Waiting {
  items: { id: string; bankId: string; explanation: Explanation | null }[];
}
interface Refusal {
  code: string;
  errors?: { field: string }[];
}
interface Donation {
  id: string;
  channel: string;
  status: string;
  amountPence: number;
  refundedPence: number;
}

describe('a line of the bank’s statement that a person explains', () => {
  let test: TestApp;
  let finance: Staff;
  let approver: Staff;

  beforeEach(async () => {
    test = await startTestApp({ workers: false, sandbox: false });
    finance = await Staff.of(test, 'finance', 'Flo');
    approver = await Staff.of(test, 'approver', 'Ann');
  });
  afterEach(async () => {
    expect((await test.app.get(BooksCheck).run()).breaks).toEqual([]);
    await test.close();
  });

  const take = async (id: string, amountPence: number, reference = 'A PAYER'): Promise<string> => {
    await finance.post('settlements/bank-lines', [{ id, amountPence, reference, date: '2022-06-15' }]);
    const { items } = await finance.read<Waiting>('settlements');
    return items.find(({ bankId }) => bankId === id)?.id ?? '';
  };
  const explain = (line: string, said: object, who = finance) =>
    who.post<Explanation & Refusal>(`settlements/bank-lines/${line}/explain`, said);
  const confirm = (explanation: string, who = approver) =>
    who.post<Waiting & Refusal>(`settlements/explanations/${explanation}/confirm`);
  /** Explained by one and confirmed by the other. */
  const settle = async (line: string, said: object): Promise<void> => {
    const { body } = await explain(line, said);
    expect((await confirm(body.id)).status).toBe(200);
  };
  const donations = async (): Promise<Donation[]> =>
    (await finance.read<{ items: Donation[] }>(`donations?appeal=${slug}`)).items;
  /** The charity has £10 and a refund of £4 followed. */
  const partnerOwes = async (): Promise<string> => {
    const donationId = await give(test, { name: 'late', amountPence: 1_000, feePence: 0 });
    await settle(await take('own money', 1_000), { as: 'operator_top_up', appeal: slug });
    const { partner } = await partnerName();
    await test.app.get(Transactions).run(async (tx) => {
      const about = { book: slug, purpose: 'restricted', partner } as const;
      await test.app.get(Funds).remit(tx, {
        ...about,
        remittanceId: derivedId('a', 'remittance'),
        amountPence: pence(1_000),
        sentAt: new Date('2022-06-16T12:00:00Z'),
      });
      const refund = { balanceTransactionId: 'txn_refund', createdAt: new Date('2022-06-17T12:00:00Z') };
      await test.app
        .get(Funds)
        .withdraw(tx, [cardRefunded({ ...about, ...refund, donationId, amountPence: pence(400) })]);
      const [donation] = await test.app.get(Donations).lock(tx, [donationId]);
      if (donation) await test.app.get(Donations).amend(tx, donation, { refundedPence: pence(400) });
    });
    return partner;
  };
  const partnerName = async (): Promise<{ partner: string }> => {
    const { partner: shown } = (await (await fetch(`${test.url}/api/v1/appeals/${slug}`)).json()) as {
      partner: { name: string };
    };
    return { partner: shown.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-') };
  };

  it('is posted once another person confirms it, however many confirm at once', async () => {
    const line = await take('b1', 700, 'FEES FOR JUNE');
    const { body } = await explain(line, { as: 'operator_top_up', appeal: slug });
    expect(await finance.balances()).toEqual({ appeal_bank: 700, unidentified: 700 });
    const admin = await Staff.of(test, 'admin', 'Flo');
    expect((await confirm(body.id, admin)).body.code).toBe('own_work');
    expect((await confirm(body.id, finance)).status).toBe(403);
    const answers = await Promise.all(Array.from({ length: 20 }, () => confirm(body.id)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array<number>(19).fill(404)]);
    expect(await finance.balances()).toEqual({ appeal_bank: 700, due_from_operator: -700 });
    expect((await finance.read<Waiting>('settlements')).items).toEqual([]);
    expect((await explain(line, { as: 'bank_charge', appeal: slug })).body.code).toBe('bank_line_not_found');
    const again = await finance.post('settlements/bank-lines', [
      { id: 'b1', amountPence: 700, reference: 'FEES FOR JUNE', date: '2022-06-15' },
    ]);
    expect(again.body).toEqual({ taken: 0, known: 1, matched: 0, waiting: 0 });
  });

  it('may be explained otherwise, or not at all, until then; nobody confirms what they did not see', async () => {
    const line = await take('b1', -300);
    const { body: first } = await explain(line, { as: 'operator_paid_back', appeal: slug });
    const { body: second } = await explain(line, { as: 'bank_charge', appeal: slug });
    expect((await confirm(first.id)).body.code).toBe('explanation_not_found');
    expect((await finance.read<Waiting>('settlements')).items[0]?.explanation).toMatchObject({
      as: 'bank_charge',
      explainedBy: 'Flo',
    });
    await finance.post(`settlements/explanations/${second.id}/withdraw`);
    expect((await confirm(second.id)).status).toBe(404);
    await settle(line, { as: 'operator_paid_back', appeal: slug });
    expect(await finance.balances()).toEqual({ appeal_bank: -300, due_from_operator: 300 });
    const { items } = await finance.read<{ items: { action: string; after: object | null }[] }>('audit');
    expect(items.filter(({ action }) => action === 'explanation').map(({ after }) => after)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ meaning: 'bank_charge' }),
        null,
        { confirmedBy: 'Ann' },
      ]),
    );
  });

  it('is a gift: the donation is there, raised, and goes back by bank', async () => {
    await settle(await take('b1', 2_500), { as: 'bank_donation', appeal: slug, purpose: 'restricted' });
    expect(await finance.balances()).toEqual({ appeal_bank: 2_500, held: 2_500 });
    const [gift] = await donations();
    expect(gift).toMatchObject({ channel: 'bank', status: 'confirmed', amountPence: 2_500 });
    const { body: refund } = await finance.post<{ id: string; state: string }>(
      `donations/${gift?.id}/refunds`,
      { amountPence: 1_000, reason: 'A mistake' },
    );
    expect(refund.state).toBe('failed');
    await finance.post(`refunds/${refund.id}/paid-by-bank`, {
      bankReference: 'FP 12',
      paidOn: '2022-06-20',
    });
    expect(await finance.balances()).toEqual({ appeal_bank: 1_500, held: 1_500 });
    const { body } = await finance.post('settlements/bank-lines', [
      { id: 'b2', amountPence: -1_000, reference: 'FP12', date: '2022-06-20' },
    ]);
    expect(body).toMatchObject({ taken: 1, matched: 1 });
    expect((await donations())[0]).toMatchObject({ status: 'part_refunded', refundedPence: 1_000 });
  });

  it('keeps a pledge, that of a sponsor too, and no pledge of another appeal', async () => {
    const { body: pledge } = await call<{ id: string }>(`${test.url}/api/v1/staff/matches`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${await test.token('finance')}`,
        'Idempotency-Key': 'sponsor-of-ours',
      },
      json: {
        appeal: slug,
        sponsorName: 'Acme',
        donor: { email: 'acme@example.org' },
        ratioPercent: 100,
        capPence: 5_000,
        beginsAt: `${inDays(-2)}T00:00:00.000Z`,
        endsAt: `${inDays(2)}T00:00:00.000Z`,
        dueOn: inDays(30),
      },
    });
    expect(pledge).toMatchObject({ status: 'open' });
    const line = await take('b1', 5_000);
    const gift = { as: 'bank_donation', appeal: slug, purpose: 'restricted' };
    const unknown = await explain(line, { ...gift, pledgeId: derivedId('no', 'pledge') });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'pledge_not_found']);
    await settle(line, { ...gift, pledgeId: pledge.id });
    const { items } = await finance.read<{ items: { id: string; keptPence: number; status: string }[] }>(
      'pledges',
    );
    expect(items).toMatchObject([{ id: pledge.id, keptPence: 5_000, status: 'kept' }]);
    expect(await finance.balances()).toEqual({ appeal_bank: 5_000, held: 5_000 });
  });

  it('is what a partner gives back, and no more than it owes', async () => {
    const owing = await partnerOwes();
    const heard: object[] = [];
    test.app.get(News).on(partnerReturned, (_tx, told) => Promise.resolve(void heard.push(...told)));
    const more = await explain(await take('b1', 401), {
      as: 'partner_returned',
      appeal: slug,
      partner: owing,
    });
    expect([more.status, more.body.code]).toEqual([409, 'more_than_is_owed']);
    const lines = [await take('b2', 300), await take('b3', 300)];
    const said = await Promise.all(
      lines.map((line) => explain(line, { as: 'partner_returned', appeal: slug, partner: owing })),
    );
    const answers = await Promise.all(said.map(({ body }) => confirm(body.id)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(await finance.balances()).toMatchObject({ due_from_partner: 100, unidentified: 701 });
    expect(await total(test)).toMatchObject({ raisedPence: 600, remittedPence: 700 });
    expect(heard).toMatchObject([{ book: slug, partner: owing, amountPence: 300 }]);
  });

  it('is proposed by itself where its reference says plainly what it is', async () => {
    await partnerOwes();
    await take('b1', 100, 'TOPUP FEES');
    await take('b2', 400, 'REFUNDS RETURNED');
    await take('b3', 401, 'REFUNDS RETURNED');
    await take('b4', 100, 'A FRIEND');
    const { items } = await finance.read<Waiting>('settlements');
    expect(items.map(({ explanation }) => explanation?.as)).toEqual([
      'operator_top_up',
      'partner_returned',
      undefined,
      undefined,
    ]);
    for (const { explanation } of items.slice(0, 2))
      expect((await confirm(explanation?.id ?? '')).status).toBe(200);
    expect(await finance.balances()).toMatchObject({ unidentified: 501 });
    expect(await finance.balances()).not.toHaveProperty('due_from_partner');
  });

  it('of somebody else leaves the appeal’s book', async () => {
    await settle(await take('b1', 900), { as: 'not_for_an_appeal' });
    expect(await finance.balances()).toEqual({});
    const { accounts } = await finance.read<{ accounts: object[] }>('accounts?appeal=other');
    expect(accounts).toMatchObject([
      { account: 'appeal_bank', balancePence: 900 },
      { account: 'unidentified', balancePence: 900 },
    ]);
  });

  it('is refused by field where it can’t be that', async () => {
    const line = await take('b1', 900);
    for (const [said, field] of [
      [{ as: 'lottery', appeal: slug }, 'as'],
      [{ as: 'operator_top_up' }, 'appeal'],
      [{ as: 'operator_paid_back', appeal: slug }, 'as'],
      [{ as: 'bank_donation', appeal: slug }, 'purpose'],
      [{ as: 'bank_donation', appeal: slug, purpose: 'restricted', pledgeId: 'x' }, 'pledgeId'],
      [{ as: 'partner_returned', appeal: slug }, 'partner'],
      [{ as: 'bank_charge', appeal: slug, colour: 'red' }, 'colour'],
    ] as const) {
      const { status, body } = await explain(line, said);
      expect([status, body.errors?.[0]?.field]).toEqual([400, field]);
    }
    expect((await explain(line, { as: 'bank_charge', appeal: 'no-such' })).status).toBe(404);
    expect((await explain('x', { as: 'bank_charge', appeal: slug })).status).toBe(404);
    expect((await explain(line, { as: 'bank_charge', appeal: slug }, approver)).status).toBe(403);
    await expect(
      test.database.dataSource.query(
        `insert into treasury.explanation (id, line_id, meaning, book, explained_by, explained_at, confirmed_by, confirmed_at)
         values (gen_random_uuid(), $1, 'bank_charge', $2, 'Flo', now(), 'Flo', now())`,
        [line, slug],
      ),
    ).rejects.toThrow('explanation_two_people_check');
  });
});
