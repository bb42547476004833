import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { BooksCheck } from '../../src/reports/check.js';
import { ReceivedDays } from '../../src/treasury/remittances/received-days.js';
import { call } from '../support/donor.js';
import { Treasurer, turnClock } from './treasurer.js';

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

  it('says what may be sent, why not more, and what is due when, the oldest first', async () => {
    turnClock(test, '2022-04-05');
    await treasurer.banked({ name: 'old', amountPence: 1000, givenAt: day(2) });
    await treasurer.banked({ name: 'new', amountPence: 500, givenAt: day(20) });
    await treasurer.give({ name: 'with Stripe', amountPence: 300, givenAt: day(21) });
    await treasurer.give({ name: 'text one', channel: 'text', amountPence: 500, givenAt: day(3) });
    await treasurer.give({ name: 'text two', channel: 'text', amountPence: 500, givenAt: day(4) });
    await treasurer.gatewayPays(600, '2022-03-25');
    const disputed = await treasurer.banked({ name: 'disputed', amountPence: 700, givenAt: day(5) });
    await treasurer.dispute(disputed);
    const refunded = await treasurer.banked({ name: 'refunded', amountPence: 900, givenAt: day(6) });
    await treasurer.refund(refunded, 300);
    const now = await treasurer.maySend();
    expect(now).toMatchObject({
      maySendPence: 3000,
      setOffPence: 0,
      heldPence: 4100,
      disputedPence: 700,
      textNotInPence: 400,
      bankPence: 3700,
      overduePence: 1600,
      due: [
        { receivedOn: '2022-03-02', dueOn: '2022-03-30', openPence: 1000, overdue: true },
        { receivedOn: '2022-03-06', dueOn: '2022-04-03', openPence: 600, overdue: true },
        { receivedOn: '2022-03-20', dueOn: '2022-04-17', openPence: 500, overdue: false },
        { receivedOn: '2022-03-21', dueOn: '2022-04-18', openPence: 300, overdue: false },
        { receivedOn: '2022-03-25', dueOn: '2022-04-22', openPence: 600, overdue: false },
      ],
    });
    expect(now.why.map(({ sentence }) => sentence)).toEqual([
      '£30 may be sent now: £41 is held for this purpose, and £37 is in the bank.',
      '£7 is disputed: the donors’ banks have it until that is decided.',
      '£4 was given by text, and the gateway has not paid it yet.',
    ]);
    // Counted once and for all, it is the same; and a dispute that is won counts from then.
    await test.app.get(ReceivedDays).count();
    await Promise.all([1, 2].map(() => test.app.get(ReceivedDays).count()));
    expect(await treasurer.maySend()).toEqual(now);
    await treasurer.dispute(disputed, true, '2022-04-01');
    const days = (await treasurer.maySend()).due.map(({ receivedOn, openPence }) => [receivedOn, openPence]);
    expect(days.at(-1)).toEqual(['2022-04-01', 700]);
  });

  it('is refused without a reason where it is late, as a draft and at approval, and keeps the reason', async () => {
    await treasurer.banked({ name: 'gift', amountPence: 1000, givenAt: day(2) });
    turnClock(test, '2022-03-30');
    const { body: draft } = await treasurer.draft(1000);
    expect(draft.state).toBe('draft');
    turnClock(test, '2022-03-31');
    expect((await treasurer.draft(1000)).body).toMatchObject({
      code: 'late_without_reason',
      detail: expect.stringContaining('2022-03-30'),
    });
    const refused = await treasurer.approve(draft.id);
    expect([refused.status, refused.body.code]).toEqual([409, 'late_without_reason']);
    const { body } = await treasurer.approve(draft.id, 'Ben', { lateReason: 'The bank was closed' });
    expect(body).toMatchObject({ state: 'approved', lateReason: 'The bank was closed', dueOn: '2022-03-30' });
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

  it('is held back by an open dispute, and goes on once it is won', async () => {
    const gift = await treasurer.banked({ name: 'gift', amountPence: 1000 });
    await treasurer.dispute(gift);
    expect((await treasurer.draft()).body.code).toBe('not_enough_held');
    await treasurer.dispute(gift, true);
    const round = await treasurer.passedOn();
    expect(round).toMatchObject({ firstReceivedOn: '2022-03-10', dueOn: '2022-04-07' });
  });

  it('carries the texts that their gateway has paid for, the oldest first', async () => {
    const texts = [];
    for (const [index, amountPence] of [300, 500, 1000].entries())
      texts.push(
        await treasurer.give({
          name: `text ${index}`,
          channel: 'text',
          amountPence,
          givenAt: day(index + 2),
        }),
      );
    await treasurer.gatewayPays(600, '2022-03-20', 50);
    const round = await treasurer.approved();
    expect(round).toMatchObject({ paidPence: 600, firstReceivedOn: '2022-03-20' });
    expect(await treasurer.carried(round.id)).toEqual({ [`${texts[0]}`]: 300, [`${texts[1]}`]: 300 });
  });

  it('is shown to the donor, in the donation’s history and in donations.csv', async () => {
    const gift = await treasurer.banked({ name: 'gift', amountPence: 1000, givenAt: day(2) });
    const seen = async () => {
      const [row] = await test.database.dataSource.query<{ token: string }[]>(
        'select receipt_token as token from giving.donation where id = $1',
        [gift],
      );
      const path = `${test.url}/api/v1/donations/${gift}?token=${row?.token}`;
      const { body } = await call<{ place: string; remittedPence: number }>(path);
      return [body.place, body.remittedPence];
    };
    expect(await seen()).toEqual(['with_stripe', 0]);
    const first = await treasurer.approved(400);
    expect(await seen()).toEqual(['in_appeal_bank', 0]);
    await treasurer.sent(first.id);
    expect(await seen()).toEqual(['in_appeal_bank', 400]);
    const second = await treasurer.passedOn();
    expect(await seen()).toEqual(['on_its_way', 1000]);
    for (const { id } of [first, second]) await treasurer.post('Flo', `remittances/${id}/acknowledged`);
    expect(await seen()).toEqual(['with_charity', 1000]);
    expect(await treasurer.read(`donations/${gift}`)).toMatchObject({
      remittances: [
        { remittanceId: first.id, number: 1, state: 'acknowledged', amountPence: 400, sentOn: '2022-03-08' },
        { remittanceId: second.id, number: 2, state: 'acknowledged', amountPence: 600 },
      ],
    });
    const csv = await treasurer.csv('reports/donations.csv');
    expect(csv.trim().split('\r\n')[1]?.split(',')[9]).toBe([first.id, second.id].toSorted().join(' '));
  });

  it('is proved by the check of the books', async () => {
    const gift = await treasurer.banked({ name: 'gift', amountPence: 1000 });
    const { id } = await treasurer.passedOn(600);
    const tampered = async (change: string, undo: string) => {
      await test.database.asOwner(change);
      const identities = (await test.app.get(BooksCheck).run()).breaks.map(({ identity }) => identity);
      await test.database.asOwner(undo);
      return identities;
    };
    const rows = 'update treasury.remittance_donation set amount_pence =';
    expect(await tampered(`${rows} 599`, `${rows} 600`)).toEqual(['remittance_carries_what_it_pays']);
    expect(await tampered(`${rows} 1001`, `${rows} 600`)).toEqual([
      'remittance_carries_what_it_pays',
      'donation_is_carried_once',
    ]);
    const sent = `update treasury.remittance set state =`;
    expect(
      await tampered(
        `${sent} 'approved', bank_reference = null, sent_on = null`,
        `${sent} 'sent', bank_reference = 'x', sent_on = '2022-03-08'`,
      ),
    ).toEqual(['remittance_is_booked']);
    expect(await treasurer.carried(id)).toEqual({ [gift]: 600 });
  });

  it('leaves in the audit log who changed what', async () => {
    await treasurer.banked({ name: 'gift', amountPence: 1000 });
    const { id } = await treasurer.passedOn(600);
    const rows = await test.database.asOwner<{ person: string; before: object | null; after: object }>(
      `select person, before, after from access.audit where target = $1 and after is not null order by at`,
      [id],
    );
    expect(rows).toMatchObject([
      { person: 'Flo', before: null, after: { state: 'draft', amountPence: 600 } },
      {
        person: 'Ben',
        before: { state: 'draft', approvedBy: null },
        after: { state: 'approved', approvedBy: 'Ben' },
      },
      { person: 'Flo', before: { state: 'approved' }, after: { state: 'sent', sentOn: '2022-03-08' } },
    ]);
  });

  it('names each field that can’t be so, and what is not there', async () => {
    await treasurer.banked({ name: 'gift', amountPence: 1000 });
    const { id } = await treasurer.approved(600);
    for (const [path, json, fields] of [
      [
        'remittances',
        { appeal: 'A B', purpose: 'all', amountPence: 0 },
        ['appeal', 'purpose', 'amountPence'],
      ],
      [
        'remittances',
        { appeal: 'x', purpose: 'surplus', amountPence: 1.5, lateReason: ' ' },
        ['amountPence', 'lateReason'],
      ],
      [`remittances/${id}/sent`, { bankReference: '', sentOn: '2022-02-30' }, ['bankReference', 'sentOn']],
      [`remittances/${id}/sent`, { bankReference: 'x', sentOn: '9022-02-20' }, ['sentOn']],
      [`remittances/${id}/returned`, { bankReference: 'a\u0000b' }, ['bankReference', 'returnedOn']],
    ] as const) {
      const { status, body } = await treasurer.post('Flo', path, json);
      expect([path, status, body.errors?.map(({ field }) => field)]).toEqual([path, 400, fields]);
    }
    const unknown = await treasurer.post('Flo', 'remittances', { appeal: 'no-such', purpose: 'restricted' });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'appeal_not_found']);
    for (const other of ['x', id.replace(/^.{8}/, '00000001')])
      for (const [person, step] of [
        ['Ben', 'approve'],
        ['Flo', 'cancel'],
        ['Flo', 'acknowledged'],
      ] as const) {
        const { status, body } = await treasurer.post(person, `remittances/${other}/${step}`);
        expect([status, body.code]).toEqual([404, 'remittance_not_found']);
      }
    expect((await treasurer.post('Flo', `remittances/${id}/acknowledged`)).body.code).toBe(
      'remittance_not_in_state',
    );
  });
});
