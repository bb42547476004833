import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bankPounds } from '../../src/treasury/settlements/bank-csv.js';
import { decimalPounds, pence } from '../../src/vocabulary/pence.js';
import { BooksCheck } from '../../src/reports/check.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { camt053 } from '../support/camt053.js';
import { slug } from '../support/donor.js';
import { Staff } from '../support/staff.js';

interface Taken {
  taken: number;
  known: number;
  waiting: number;
  code?: string;
  errors?: { field: string; message: string }[];
}
interface Waiting {
  items: { bankId: string; date: string; amountPence: number; reference: string }[];
}

const iban = 'GB33BUKB20201555555555';
const day = '2022-06-15';

describe('a statement of the bank', () => {
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

  const csv = (body: string, account = 'bank') =>
    finance.postCsv<Taken>(`settlements/bank-lines?account=${account}`, body);
  const camt = (body: string, account = 'bank') =>
    finance.postFile<Taken>(`settlements/bank-lines?account=${account}`, 'application/xml', body);
  const lines = async (): Promise<Waiting['items']> => (await finance.read<Waiting>('settlements')).items;
  const breaks = async (): Promise<string[]> =>
    (await finance.read<{ items: { kind: string }[] }>('breaks')).items
      .map(({ kind }) => kind)
      .filter((kind) => kind !== 'bank_line_unmatched');

  describe('as CSV', () => {
    const layout = {
      dateColumn: 'Date',
      dateFormat: 'dd/MM/yyyy',
      inColumn: 'Paid in',
      outColumn: 'Paid out',
      amountsIn: 'pounds',
      referenceColumns: ['Description', 'Payee'],
    };

    it('is laid out as was told once for its account; lines without an id are told apart by their content', async () => {
      const told = await finance.put<{ layout: object }>('settlements/bank-accounts/main', { layout });
      expect(told.body).toMatchObject({ account: 'main', number: null, layout });
      const file =
        'Date,Description,Payee,Paid in,Paid out,Balance\r\n' +
        '15/06/2022,"GIFT, WITH THANKS",MRS FEATHERSTONE,"1,250.00",,9\r\n' +
        '15/06/2022,CHARGES,,,4.50,9\r\n' +
        '16/06/2022,GIFT,A FRIEND,5.00,,9\r\n' +
        '16/06/2022,GIFT,A FRIEND,5.00,,9\r\n';
      const answers = await Promise.all(Array.from({ length: 20 }, () => csv(file, 'main')));
      expect(answers.reduce((sum, { body }) => sum + body.taken, 0)).toBe(4);
      expect((await csv(file, 'main')).body).toMatchObject({ taken: 0, known: 4 });
      expect((await csv(`${file}16/06/2022,GIFT,A FRIEND,5.00,,9\r\n`, 'main')).body).toMatchObject({
        taken: 1,
        known: 4,
      });
      expect(
        (await lines()).map(({ date, amountPence, reference }) => [date, amountPence, reference]).toSorted(),
      ).toEqual([
        ['2022-06-15', -450, 'CHARGES'],
        ['2022-06-15', 125_000, 'GIFT, WITH THANKS MRS FEATHERSTONE'],
        ['2022-06-16', 500, 'GIFT A FRIEND'],
        ['2022-06-16', 500, 'GIFT A FRIEND'],
        ['2022-06-16', 500, 'GIFT A FRIEND'],
      ]);
      // Another account keeps the layout of its own.
      expect((await csv(file)).body.errors?.[0]?.field).toBe('line 1');
      expect((await csv('id,date,reference,amountPence\r\nb1,2022-06-15,x,7\r\n')).body.taken).toBe(1);
      expect(await breaks()).toEqual([]);
    });

    it('may have one column for both ways, other dates, and the bank’s own ids', async () => {
      await finance.put('settlements/bank-accounts/main', {
        layout: {
          dateColumn: 'when',
          dateFormat: 'dd MMM yyyy',
          amountColumn: 'value',
          outIsPositive: true,
          amountsIn: 'pounds',
          referenceColumns: ['what'],
          idColumn: 'number',
        },
      });
      const file = 'when;x,value,what,number\n01 Jun 2022,x,1,n1\n';
      expect((await csv(file, 'main')).status).toBe(400);
      const { body } = await csv(
        'when,value,what,number\n01 Jun 2022,(12.5),RETURN,n1\n2 June 2022,£7.00,FEE,n2\n',
        'main',
      );
      expect(body).toMatchObject({ taken: 2 });
      expect(await lines()).toMatchObject([
        { bankId: 'n1', date: '2022-06-01', amountPence: 1_250 },
        { bankId: 'n2', date: '2022-06-02', amountPence: -700 },
      ]);
    });

    it('is refused by line and field, and nothing of it is taken', async () => {
      await finance.put('settlements/bank-accounts/main', { layout });
      const head = 'Date,Description,Payee,Paid in,Paid out\n';
      for (const [row, field] of [
        ['31/06/2022,x,y,1.00,', 'line 3.date'],
        ['2022-06-15,x,y,1.00,', 'line 3.date'],
        ['15/06/2022,x,y,1.00,2.00', 'line 3.amountPence'],
        ['15/06/2022,x,y,1.005,', 'line 3.amountPence'],
        ['15/06/2022,x,y,,', 'line 3.amountPence'],
        ['15/06/2022,x,y,1e3,', 'line 3.amountPence'],
      ] as const) {
        const { status, body } = await csv(`${head}15/06/2022,x,y,1.00,\n${row}\n`, 'main');
        expect([row, status, body.errors?.[0]?.field]).toEqual([row, 400, field]);
      }
      expect(await lines()).toEqual([]);
      for (const [wrong, field] of [
        [{ ...layout, dateFormat: 'dd.MM' }, 'layout.dateFormat'],
        [{ ...layout, referenceColumns: [] }, 'layout.referenceColumns'],
        [{ ...layout, outColumn: undefined }, 'layout.outColumn'],
      ] as const) {
        const { status, body } = await finance.put<Taken>('settlements/bank-accounts/main', {
          layout: wrong,
        });
        expect([status, body.errors?.[0]?.field]).toEqual([400, field]);
      }
      expect((await finance.put('settlements/bank-accounts/Main!', { layout })).status).toBe(400);
    });
  });

  describe('as camt.053', () => {
    const first = {
      iban,
      id: 'S1',
      opening: 0,
      closedOn: day,
      entries: [
        { id: 'A1', pence: 10_000, reference: 'MRS FEATHERSTONE' },
        { id: 'A2', pence: -450, reference: 'BANK CHARGES' },
        { id: 'A2', pence: 450, reference: 'BANK CHARGES', isReversal: true },
        { id: 'A3', pence: 99, reference: 'NOT YET', status: 'PDNG' },
      ],
    };

    it('is taken once, however often and at once; what is not booked is left out', async () => {
      const answers = await Promise.all(Array.from({ length: 20 }, () => camt(camt053(first))));
      expect(answers.map(({ status }) => status)).toEqual(Array<number>(20).fill(200));
      expect(answers.reduce((sum, { body }) => sum + body.taken, 0)).toBe(3);
      expect((await camt(camt053(first))).body).toMatchObject({ taken: 0, known: 3 });
      expect(await lines()).toMatchObject([
        { bankId: 'A1', date: day, amountPence: 10_000, reference: 'MRS FEATHERSTONE' },
        { bankId: 'A2', amountPence: -450 },
        { bankId: 'A2 reversal', amountPence: 450, reference: 'REVERSAL BANK CHARGES' },
      ]);
      expect(await finance.balances()).toEqual({ appeal_bank: 10_000, unidentified: 10_000 });
      expect(await breaks()).toEqual([]);
      expect(await finance.read('settlements/bank-accounts')).toMatchObject({
        items: [{ account: 'bank', number: iban, closedOn: day, closingPence: 10_000 }],
      });
    });

    it('of another account is refused, and nothing of it is taken', async () => {
      await camt(camt053(first));
      const other = camt053({ ...first, iban: 'GB82WEST12345698765432', id: 'S9', entries: [] });
      const refused = await camt(other);
      expect([refused.status, refused.body.code]).toEqual([409, 'bank_statement_of_another']);
      expect((await camt(camt053(first), 'second')).body.code).toBe('bank_statement_of_another');
      expect((await camt(other, 'second')).status).toBe(200);
      const both = camt053(first, { ...first, iban: 'GB82WEST12345698765432' });
      expect((await camt(both)).body.code).toBe('bank_statement_of_another');
      const taken = await finance.put<Taken>('settlements/bank-accounts/third', { number: iban });
      expect(taken.body.code).toBe('bank_statement_of_another');
      expect(await lines()).toHaveLength(3);
    });

    it('that doesn’t begin with what the one before ended with is shown, until the missing one comes', async () => {
      await camt(camt053(first));
      const entry = (id: string) => [{ id, pence: 100, reference: 'X' }];
      const third = { iban, id: 'S3', opening: 10_100, closedOn: '2022-06-17', entries: entry('C1') };
      await camt(camt053(third));
      expect((await breaks()).toSorted()).toEqual(['bank_balance_differs', 'bank_statement_missing']);
      await camt(camt053({ iban, id: 'S2', opening: 10_000, closedOn: '2022-06-16', entries: entry('B1') }));
      expect(await breaks()).toEqual([]);
    });

    it('whose balance is not what the books say is shown, with both', async () => {
      await finance.post('settlements/bank-lines', [
        { id: 'by hand', date: day, amountPence: 5, reference: 'X' },
      ]);
      await camt(camt053(first));
      const { items } = await finance.read<{ items: object[] }>('breaks?kind=bank_balance_differs');
      expect(items).toMatchObject([
        {
          amountPence: -5,
          ours: [{ what: 'appeal_bank', amountPence: 10_005 }],
          theirs: [{ what: 'closing balance', id: 'S1', amountPence: 10_000 }],
        },
      ]);
    });

    it('counts a payment of ours on the day that the bank shows it', async () => {
      await camt(camt053(first));
      const approver = await Staff.of(test, 'approver', 'Ann');
      const [line] = (await finance.read<{ items: { id: string }[] }>('settlements')).items;
      const { body: said } = await finance.post<{ id: string }>(
        `settlements/bank-lines/${line?.id}/explain`,
        {
          as: 'bank_donation',
          appeal: slug,
          purpose: 'restricted',
        },
      );
      await approver.post(`settlements/explanations/${said.id}/confirm`);
      const { items } = await finance.read<{ items: { id: string }[] }>(`donations?appeal=${slug}`);
      const { body: refund } = await finance.post<{ id: string }>(`donations/${items[0]?.id}/refunds`, {
        amountPence: 1_000,
        reason: 'A mistake',
      });
      // Paid on the 16th as the person says; on the statement of the 17th.
      await finance.post(`refunds/${refund.id}/paid-by-bank`, { bankReference: 'FP1', paidOn: '2022-06-16' });
      const next = { iban, opening: 10_000 };
      await camt(camt053({ ...next, id: 'S2', closedOn: '2022-06-16', entries: [] }));
      expect(await breaks()).toEqual([]);
      const paid = [{ id: 'C1', pence: -1_000, reference: 'FP1' }];
      const taken = await camt(camt053({ ...next, id: 'S3', closedOn: '2022-06-17', entries: paid }));
      expect(taken.body).toMatchObject({ taken: 1, waiting: 0 });
      expect(await breaks()).toEqual([]);
    });

    it('is refused where it is no statement, expands entities, doesn’t add up or is not in pounds', async () => {
      const good = camt053(first);
      for (const [body, field] of [
        ['<a>', 'document'],
        ['{"a":1}', 'document'],
        ['<Document/>', 'document'],
        [good.replace('?>', '?><!DOCTYPE x [<!ENTITY a "aaaa">]>'), 'document'],
        [good.replace('MRS FEATHERSTONE', '&a;'), 'document'],
        [good.replace('>100.00<', '>100.01<'), 'Bal'],
        [good.replace('CLBD', 'XXXX'), 'Bal'],
        [good.replaceAll('Ccy="GBP"', 'Ccy="EUR"'), 'Amt'],
        [good.replace(`<Dt>${day}</Dt></BookgDt>`, '<Dt>2022-06-31</Dt></BookgDt>'), 'entry 1.date'],
      ] as const) {
        const { status, body: answer } = await camt(body);
        expect([status, answer.errors?.[0]?.field]).toEqual([400, field]);
      }
      expect(await lines()).toEqual([]);
    });
  });
});

describe('pounds as banks write them', () => {
  it('are read to the penny', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999_999 }), (amount) => {
        const text = decimalPounds(pence(amount));
        expect(bankPounds(text)).toBe(amount);
        expect(bankPounds(`${text}000`)).toBe(amount);
        expect(bankPounds(text.replace(/\B(?=(\d{3})+\.)/g, ','))).toBe(amount);
      }),
      { verbose: 1 },
    );
  });
});
