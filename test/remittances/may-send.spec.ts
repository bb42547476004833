import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { ReceivedDays } from '../../src/treasury/remittances/received-days.js';
import { Treasurer, turnClock } from './treasurer.js';

const day = (date: number) => new Date(`2022-03-${String(date).padStart(2, '0')}T10:00:00Z`);

describe('what may be sent', () => {
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

  it('is of each purpose its own, also of what was re-designated, and never more than the bank has for both', async () => {
    const old = await treasurer.banked({ name: 'restricted', amountPence: 1000, givenAt: day(2) });
    const own = await treasurer.banked({
      name: 'surplus',
      amountPence: 400,
      givenAt: day(6),
      purpose: 'surplus',
    });
    await treasurer.designate(300);
    expect(await treasurer.maySend()).toMatchObject({ maySendPence: 700, due: [{ openPence: 700 }] });
    const surplus = await treasurer.maySend('surplus');
    expect([
      surplus.maySendPence,
      surplus.due.map(({ receivedOn, openPence }) => [receivedOn, openPence]),
    ]).toEqual([
      700,
      [
        ['2022-03-02', 300],
        ['2022-03-06', 400],
      ],
    ]);
    const late = { lateReason: 'x' };
    const both = await treasurer.approved(500, { ...late, purpose: 'surplus' });
    expect(await treasurer.carried(both.id)).toEqual({ [own]: 400, [old]: 100 });
    await treasurer.give({ name: 'with Stripe', amountPence: 5000, givenAt: day(9) });
    const drafts = [(await treasurer.draft(200, { ...late, purpose: 'surplus' })).body.id];
    for (let index = 0; index < 5; index++) drafts.push((await treasurer.draft(250, late)).body.id);
    const answers = await Promise.all(drafts.map((id) => treasurer.approve(id)));
    const approved = answers.filter(({ status }) => status === 200).map(({ body }) => body);
    expect(answers.filter(({ body: { code } }) => code === 'not_enough_held')).toHaveLength(
      6 - approved.length,
    );
    // Of the £9 that are left in the bank: whether the surplus was among them or not, one more would be too much.
    expect([700, 750]).toContain(approved.reduce((sum, { amountPence }) => sum + amountPence, 0));
    for (const { id } of [both, ...approved]) expect((await treasurer.sent(id)).status).toBe(200);
  });
});
