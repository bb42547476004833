import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Closing } from '../../src/treasury/closing/closing.service.js';
import { Expectations } from '../../src/treasury/settlements/expectations.js';
import { Diary } from '../support/diary.js';
import { slug, total } from '../support/donor.js';
import { accountsByMonth, type FinanceOffice } from '../support/finance-office.js';

/** What every account holds on the 28th of each of the six months. */
const monthEnds = accountsByMonth(`
  stripe_balance                         0   14755       0       0       0       0
  payouts_in_transit                     0       0    4905       0       0       0
  appeal_bank                         8770     500     115       0    1950       0
  text_receivable fonix restricted    1800    1800    1800     300       0       0
  text_receivable fonix surplus          0       0       0    1000       0       0
  dispute_suspense restricted         7000       0       0       0       0       0
  due_from_operator                   6730     245     -20     160    -950       0
  due_from_partner                       0       0       0       0    1000       0
  held restricted                    24300   16800    1800     460       0       0
  held surplus                           0       0    5000    1000    2000       0
  unidentified                           0     500       0       0       0       0`);

/** One month after another: what one ends with, the next begins with. */
describe('an appeal from its launch to its closing', () => {
  let diary: Diary;
  let office: FinanceOffice;
  /** When each month ended by the clock of the books, which is the real one. */
  const ended: Date[] = [];
  const operatorPaid: number[] = [];
  const gatewayFees: number[] = [];
  beforeAll(async () => {
    diary = await Diary.begin();
    ({ office } = diary);
  });
  afterAll(() => diary.close());

  const theMonthEnds = async (month: number): Promise<void> => {
    await diary.on(month, 28);
    await office.check();
    expect(await office.accounts()).toEqual(monthEnds[month - 1]);
    ended.push(new Date());
  };
  const theOperatorPays = async (amountPence: number, as = 'operator_top_up'): Promise<void> => {
    await office.bankShows(amountPence, 'THE SUN FEES');
    await office.explain(as);
    operatorPaid.push(amountPence);
  };
  const theGatewayStates = async (month: string, texts: number, feePence: number): Promise<void> => {
    expect(await office.gatewayStates(month, feePence)).toMatchObject({ agrees: texts, missing: 0 });
    gatewayFees.push(feePence);
  };
  const payoutsArrive = async (month: number, day: number, amountPence: number): Promise<void> => {
    await diary.on(month, day);
    expect(await office.payoutsArrive()).toBe(amountPence);
  };
  let monthOfTexts: string;

  it('1: gives back, sees a payout fail, passes on, gives back of what it passed on, and is disputed', async () => {
    await diary.on(1, 2);
    monthOfTexts = office.today.slice(0, 7);
    await diary.givesByCard('Ada', 10_000);
    await diary.givesByCard('Bea', 5_000);
    await diary.givesByCard('Cy', 3_000);
    await diary.givesByCard('Dee', 4_000);
    for (const pounds of [3, 5, 10]) await diary.givesByText(pounds);
    await diary.on(1, 3);
    await diary.refund('Bea', 2_000);
    await diary.on(1, 6);
    await diary.lastPayoutFails();
    await payoutsArrive(1, 9, 19_590);
    await diary.on(1, 20);
    expect((await office.draft('restricted', { amountPence: 19_591 })).code).toBe('not_enough_held');
    await office.passOn('restricted', { amountPence: 15_000 });
    await diary.on(1, 22);
    await diary.givesByCard('Eve', 20_000);
    await diary.on(1, 24);
    await diary.refund('Ada', 2_500);
    await diary.dispute('Cy');
    await diary.dispute('Dee');
    await diary.ofDispute('Dee', 'answer', { text: 'She meant it.' });
    await payoutsArrive(1, 27, 4_180);
    expect(await office.breaks()).toEqual(['dispute_to_answer']);
    await theMonthEnds(1);
  });

  it('2: wins a dispute, loses the one that nobody answered, and passes on late, with the reason', async () => {
    await diary.on(2, 1);
    await diary.ofDispute('Dee', 'decide', { outcome: 'won' });
    await payoutsArrive(2, 6, 6_000);
    expect((await diary.donation('Dee')).status).toBe('confirmed');
    expect((await diary.donation('Cy')).status).toBe('lost');
    await diary.on(2, 24);
    await theOperatorPays(4_730);
    expect((await office.draft('restricted')).code).toBe('late_without_reason');
    const late = { lateReason: 'The operator’s money for fees came late.' };
    expect(await office.passOn('restricted', late)).toMatchObject({ amountPence: 19_500, ...late });
    await diary.on(2, 27);
    await diary.givesByCard('Gil', 15_000);
    await office.bankShows(500, 'CREDIT');
    expect(await office.breaks()).toEqual(['bank_line_unmatched']);
    await theMonthEnds(2);
  });

  it('3: has more than its purpose needs, and takes gifts for the surplus', async () => {
    await diary.on(3, 3);
    await office.explain('operator_top_up');
    operatorPaid.push(500);
    await payoutsArrive(3, 5, 14_755);
    await theGatewayStates(monthOfTexts, 3, 180);
    expect((await office.prepareNotice(15_001)).body.code).toBe('not_enough_held');
    await office.notice(4_000);
    await diary.on(3, 7);
    await diary.givesByCard('Hal', 8_000);
    expect((await diary.donation('Hal')).purpose).toBe('surplus');
    await payoutsArrive(3, 12, 7_860);
    await diary.on(3, 15);
    expect((await office.passOn('restricted')).amountPence).toBe(11_000);
    expect((await office.passOn('surplus')).amountPence).toBe(12_000);
    await diary.on(3, 22);
    await diary.givesByCard('Jo', 5_000);
    await theMonthEnds(3);
  });

  it('4: waits for the gateway, which pays late, and short', async () => {
    await payoutsArrive(4, 2, 4_905);
    await diary.on(4, 10);
    monthOfTexts = office.today.slice(0, 7);
    await diary.givesByText(10);
    await diary.on(4, 12);
    expect((await office.passOn('surplus')).amountPence).toBe(5_000);
    await diary.on(4, 24);
    await diary.test.app.get(Expectations).noteOverdue();
    expect(await office.breaks()).toEqual(['payment_overdue']);
    await diary.on(4, 25);
    await office.bankShows(1_320, 'FONIX');
    await office.confirmMatch();
    expect(await office.breaks()).toEqual(['gateway_paid_short', 'payment_overdue']);
    await diary.on(4, 26);
    expect((await office.passOn('restricted')).amountPence).toBe(1_340);
    await theMonthEnds(4);
  });

  it('5: has the rest of it, passes all on, and gives back what the charity has already', async () => {
    await diary.on(5, 3);
    await theGatewayStates(monthOfTexts, 1, 100);
    await diary.on(5, 4);
    expect((await office.bankShows(300, 'FONIX')).matched).toBe(1);
    expect(await office.breaks()).toEqual([]);
    await diary.on(5, 8);
    await diary.givesByCard('Kay', 2_000);
    await payoutsArrive(5, 12, 1_950);
    await diary.on(5, 15);
    expect((await office.bankShows(900, 'FONIX')).matched).toBe(1);
    await theOperatorPays(1_310);
    await diary.on(5, 18);
    expect((await office.passOn('restricted')).amountPence).toBe(460);
    expect((await office.passOn('surplus')).amountPence).toBe(3_000);
    await diary.on(5, 20);
    await diary.refund('Hal', 1_000);
    await payoutsArrive(5, 22, -1_000);
    await diary.givesByCard('Lou', 2_000);
    await payoutsArrive(5, 26, 1_950);
    await theMonthEnds(5);
  });

  it('6: stops, passes the last of it on, and is closed once nobody owes anything', async () => {
    await diary.on(6, 3);
    await office.flo.post(`appeals/${slug}/stop`);
    expect(await diary.isRefused('Max')).toBe('appeal_not_open');
    const { status, body } = await office.close();
    expect([status, body.code, body.errors?.map(({ field }) => field)]).toEqual([
      409,
      'appeal_not_at_zero',
      ['appeal_bank', 'due_from_operator', 'due_from_partner:british-red-cross-society', 'held:surplus'],
    ]);
    await diary.on(6, 4);
    const lastRound = { amountPence: 2_000, setOffPence: 1_000, paidPence: 1_000, state: 'acknowledged' };
    expect(await office.passOn('surplus')).toMatchObject(lastRound);
    await diary.on(6, 6);
    await diary.refund('Eve', 900);
    await payoutsArrive(6, 9, -900);
    await diary.on(6, 12);
    await office.bankShows(900, 'BRITISH RED CROSS');
    await office.explain('partner_returned', { partner: 'british-red-cross-society' });
    await theOperatorPays(-950, 'operator_paid_back');
    await theMonthEnds(6);
    expect(await office.breaks()).toEqual([]);
    expect((await office.close()).body.status).toBe('closed');
    expect(await diary.isRefused('Max')).toBe('appeal_not_open');
  });

  const sum = (amounts: number[]): number => amounts.reduce((all, amount) => all + amount, 0);

  it('has passed on every penny, and cost its operator exactly the fees', async () => {
    const { data } = await diary.stripe.client.balanceTransactions.list({ limit: 100 });
    const feesPence =
      sum(gatewayFees) + sum(data.map(({ type, fee, net }) => (type === 'stripe_fee' ? -net : fee)));
    expect(sum(operatorPaid)).toBe(feesPence);
    expect(await office.flo.read(`appeals/${slug}/operator-statement`)).toMatchObject({
      feesPence,
      paidPence: feesPence,
      balancePence: 0,
    });
    expect(await total(diary.test)).toMatchObject({
      raisedPence: 67_400,
      remittedPence: 67_400,
      heldPence: 0,
    });
    expect(await office.funds()).toEqual([
      [58_800, 7_500, -4_000, 47_300, 0, 0],
      [18_000, 0, 4_000, 21_000, 1_000, 0],
    ]);
  });

  it('tells of each month what it told when that ended', async () => {
    expect(await Promise.all(ended.map((moment) => office.accounts(moment)))).toEqual(monthEnds);
  });

  it('stays closed when a dispute is heard of afterwards: it is in the books, and for people to settle', async () => {
    await diary.on(6, 29);
    await diary.dispute('Lou');
    await diary.test.app.get(Closing).noteLate();
    expect(await office.breaks()).toEqual(['booked_after_closing', 'dispute_to_answer']);
    await office.check();
    expect(await office.accounts()).toEqual({
      stripe_balance: -4_000,
      'dispute_suspense surplus': 2_000,
      due_from_operator: 2_000,
    });
    expect((await office.close()).body.status).toBe('closed');
    expect(await diary.isRefused('Max')).toBe('appeal_not_open');
  });
});
