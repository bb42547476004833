import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gatewayPaymentExpected, paymentMade, payoutExpected } from '../../src/ledger/bank.events.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { News, type Topic } from '../../src/platform/messaging/news.js';
import { BooksCheck } from '../../src/reports/check.js';
import { Expectations } from '../../src/treasury/settlements/expectations.js';
import { splitReceived } from '../../src/treasury/settlements/split-received.js';
import { derivedId } from '../../src/vocabulary/ids.js';
import { pence } from '../../src/vocabulary/pence.js';
import { give } from '../reports/given.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { slug } from '../support/donor.js';
import { Staff } from '../support/staff.js';

interface Waiting {
  items: { bankId: string; amountPence: number; reference: string; matches: { id: string }[] }[];
  expected: { party: string; amountPence: number; metPence: number }[];
}
interface Refusal {
  code: string;
  errors: { field: string }[];
}

const line = (id: string, amountPence: number, reference = 'A PAYER', date = '2022-06-15') => ({
  id,
  amountPence,
  reference,
  date,
});

describe('lines of the bank’s statement', () => {
  let test: TestApp;
  let finance: Staff;

  beforeEach(async () => {
    test = await startTestApp({ workers: false, sandbox: false });
    finance = await Staff.of(test, 'finance', 'Flo');
  });
  afterEach(async () => {
    expect((await test.app.get(BooksCheck).run()).breaks).toEqual([]);
    await test.close();
  });

  const tell = <Told>(topic: Topic<Told>, told: Told): Promise<void> =>
    test.app.get(Transactions).run((tx) => test.app.get(News).tell(tx, topic, [told]));
  /** A gift by text of so much, and a statement that says it will be paid, less a fee. */
  const stated = async (name: string, amountPence: number, feePence = 0): Promise<void> => {
    await give(test, { name, channel: 'text', amountPence });
    await tell(gatewayPaymentExpected, {
      statementId: name,
      gateway: 'fonix',
      dueOn: '2022-06-19',
      perFund: [
        { book: slug, purpose: 'restricted', amountPence: pence(amountPence), feePence: pence(feePence) },
      ],
    });
  };
  const take = (...lines: unknown[]) => finance.post('settlements/bank-lines', lines);
  const waiting = (): Promise<Waiting> => finance.read<Waiting>('settlements');
  const breaks = async (): Promise<string[]> =>
    (await finance.read<{ items: { kind: string }[] }>('breaks')).items.map(({ kind }) => kind);

  it('that are exactly what a gateway was to pay are posted at once, with its fee', async () => {
    await stated('march', 10_000, 500);
    const { status, body } = await take(line('b1', 9_500, 'FONIX 03/22'));
    expect([status, body]).toEqual([200, { taken: 1, known: 0, matched: 1, waiting: 0 }]);
    expect(await finance.balances()).toEqual({ appeal_bank: 9_500, due_from_operator: 500, held: 10_000 });
    expect(await waiting()).toEqual({ items: [], expected: [], nextCursor: null });
  });

  it('change nothing when they come again, at once or one after the other', async () => {
    await stated('march', 10_000);
    await Promise.all(Array.from({ length: 20 }, () => take(line('b1', 10_000), line('b2', 77))));
    const { body } = await take(line('b1', 10_000), line('b2', 77));
    expect(body).toEqual({ taken: 0, known: 2, matched: 0, waiting: 0 });
    expect(await finance.balances()).toEqual({ appeal_bank: 10_077, held: 10_000, unidentified: 77 });
    expect(await breaks()).toEqual(['bank_line_unmatched']);
  });

  it('that come again with another amount are kept as a break', async () => {
    await take(line('b1', 100));
    await take(line('b1', 200));
    expect(await breaks()).toEqual(['bank_line_unmatched', 'bank_line_differs']);
    expect(await finance.balances()).toEqual({ appeal_bank: 100, unidentified: 100 });
  });

  it('that nobody can explain wait as unidentified, and their payers are sealed', async () => {
    await take(line('b1', 700, 'MRS FEATHERSTONE'), line('b2', -300, 'WHO KNOWS'));
    expect(await finance.balances()).toEqual({ appeal_bank: 400, unidentified: 400 });
    expect((await waiting()).items).toMatchObject([
      { bankId: 'b1', amountPence: 700, reference: 'MRS FEATHERSTONE', matches: [] },
      { bankId: 'b2', amountPence: -300, matches: [] },
    ]);
    const [kept] = await test.database.dataSource.query<{ text: string }[]>(
      `select string_agg(bank_line::text, ' ') as text from treasury.bank_line`,
    );
    expect(kept?.text).not.toContain(Buffer.from('FEATHERSTONE').toString('hex'));
  });

  it('that are short wait for a person, and leave the rest receivable and shown', async () => {
    await stated('march', 10_000, 500);
    await take(line('b1', 9_000, 'FONIX 03/22'));
    expect(await finance.balances()).toMatchObject({ unidentified: 9_000, text_receivable: 10_000 });
    const [match] = (await waiting()).items[0]?.matches ?? [];
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => finance.post<Refusal>(`settlements/matches/${match?.id}/confirm`)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'match_not_found')).toHaveLength(19);
    expect(await finance.balances()).toEqual({
      appeal_bank: 9_000,
      due_from_operator: 500,
      text_receivable: 500,
      held: 10_000,
    });
    expect(await breaks()).toEqual(['gateway_paid_short']);
    await take(line('b2', 500, 'FONIX 03/22 REST'));
    expect(await finance.balances()).toEqual({ appeal_bank: 9_500, due_from_operator: 500, held: 10_000 });
    expect((await waiting()).expected).toEqual([]);
    expect(await breaks()).toEqual([]);
  });

  it('of one amount that may be either of two wait for a person', async () => {
    await stated('march', 5_000);
    await stated('april', 5_000);
    await take(line('b1', 5_000));
    const { items } = await waiting();
    expect(items[0]?.matches).toHaveLength(2);
    await finance.post(`settlements/matches/${items[0]?.matches[1]?.id}/confirm`);
    expect(await finance.balances()).toEqual({ appeal_bank: 5_000, text_receivable: 5_000, held: 10_000 });
    expect((await waiting()).items).toEqual([]);
  });

  it('of a payout belong to each book with its share, also after they waited', async () => {
    const payout = {
      payoutId: 'po_1',
      amountPence: pence(1_000),
      arrivalDate: '2022-06-14',
      perBook: [
        { book: slug, amountPence: pence(900) },
        { book: 'other', amountPence: pence(100) },
      ],
    };
    await take(line('b1', 1_000, 'STRIPE po_1'), line('b2', 1_000, 'SOMEBODY'));
    await tell(payoutExpected, payout);
    await take(line('b3', 1));
    expect(await finance.balances()).toEqual({
      appeal_bank: 1_901,
      payouts_in_transit: -900,
      unidentified: 1_001,
    });
    expect((await waiting()).items.map(({ bankId }) => bankId)).toEqual(['b2', 'b3']);
  });

  it('of a payment that a person told post nothing more', async () => {
    await tell(paymentMade, {
      paymentId: derivedId('a', 'refund'),
      book: slug,
      amountPence: pence(300),
      bankReference: 'FP 4711',
      paidOn: '2022-06-14',
    });
    const { body } = await take(line('b1', -300, 'FP4711 MRS FEATHERSTONE'));
    expect(body).toMatchObject({ matched: 1 });
    expect(await finance.balances()).toEqual({});
  });

  it('that are missing by their day are shown once', async () => {
    await stated('march', 10_000);
    const expectations = test.app.get(Expectations);
    await expectations.noteOverdue();
    await expectations.noteOverdue();
    expect(await breaks()).toEqual(['payment_overdue']);
  });

  it('are read from CSV too, and refused by line and field', async () => {
    const csv =
      'id,date,reference,amountPence\r\nb1,2022-06-15,"A ""PAYER"", LTD",700\r\nb2,2022-06-15,x,-1\r\n';
    expect((await finance.postCsv('settlements/bank-lines', csv)).body).toMatchObject({ taken: 2 });
    expect((await waiting()).items[0]?.reference).toBe('A "PAYER", LTD');
    for (const [body, field] of [
      ['', 'line 1'],
      ['id,date,reference\r\n', 'line 1'],
      ['id,date,reference,amountPence\r\nb1,2022-06-15,x\r\n', 'line 2'],
      ['id,date,reference,amountPence\r\nb1,2022-06-31,x,1\r\n', 'line 2.date'],
      ['id,date,reference,amountPence\r\nb1,2022-06-15,x,1.50\r\n', 'line 2.amountPence'],
      ['id,date,reference,amountPence\r\n', 'lines'],
    ] as const) {
      const { status, body: answer } = await finance.postCsv<Refusal>('settlements/bank-lines', body);
      expect([status, answer.errors?.[0]?.field]).toEqual([400, field]);
    }
    for (const [json, field] of [
      [[line('b1', 0)], 'lines[0].amountPence'],
      [[line('b9', 1), line('', 1)], 'lines[1].id'],
      [[{ ...line('b1', 1), colour: 'red' }], 'lines[0].colour'],
      [['b1'], 'lines[0]'],
      [{ lines: 1 }, 'lines'],
    ] as const) {
      const { status, body } = await finance.post<Refusal>('settlements/bank-lines', json);
      expect([status, body.errors?.[0]?.field]).toEqual([400, field]);
    }
    const elsewhere = await finance.postCsv<Refusal>('refunds/x/cancel', 'a,b\r\n');
    expect(elsewhere.status).toBe(415);
  });

  it('are taken from finance alone', async () => {
    const auditor = await Staff.of(test, 'auditor');
    expect((await auditor.post('settlements/bank-lines', [line('b1', 1)])).status).toBe(403);
    expect((await auditor.post(`settlements/matches/${derivedId('no', 'match')}/confirm`)).status).toBe(403);
  });
});

describe('a payment that is split over funds', () => {
  it('comes to what was received, and gives no share more than it awaits unless too much came', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 10_000_000 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 60_000_000 }),
        (dues, received) => {
          const shares = dues.map((amountPence) => ({ book: slug, amountPence, metPence: 0 }));
          const split = splitReceived(received, shares);
          expect(split.reduce((sum, part) => sum + part, 0)).toBe(received);
          if (received <= dues.reduce((sum, due) => sum + due, 0))
            for (const [index, part] of split.entries()) expect(part).toBeLessThanOrEqual(dues[index] ?? 0);
        },
      ),
      { verbose: 1 },
    );
  });
});
