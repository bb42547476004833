import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { allReports } from '../../src/reports/all-reports.js';
import { columnsOf } from '../../src/reports/report.js';
import { Treasurer } from '../remittances/treasurer.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { fileOf, rowsOf, type Row, sheetsOf, sum } from './report-reader.js';

const day = (date: string): Date => new Date(`${date}T10:00:00Z`);

/** March 2022: gifts by card and text, their fees, a refund with a reason, and a round that passes money on. */
describe('the reports', () => {
  let app: TestApp;
  let treasurer: Treasurer;
  let late: string;
  let refunded: string;

  beforeAll(async () => {
    app = await startTestApp({ workers: false, sandbox: false });
    treasurer = await Treasurer.of(app);
    refunded = await treasurer.banked({
      name: 'card',
      amountPence: 5000,
      feePence: 0,
      givenAt: day('2022-03-02'),
    });
    await treasurer.give({ name: 'feed', amountPence: 1000, feePence: 35, givenAt: day('2022-03-03') });
    await treasurer.give({ name: 'text', channel: 'text', amountPence: 300, givenAt: day('2022-03-04') });
    late = await treasurer.give({
      name: 'late',
      amountPence: 700,
      feePence: 30,
      givenAt: new Date('2022-03-31T23:30:00Z'),
    });
    await treasurer.gatewayPays(280, '2022-03-20', 20);
    await treasurer.refund(refunded, 400);
    const round = await treasurer.approved(3000, { lateReason: '=HYPERLINK("http://example.org")' });
    await treasurer.sent(round.id, '2022-03-25');
  });
  afterAll(() => app.close());

  it.each(allReports.map((report) => [report.name, report] as const))(
    '%s has its columns in each form, and the same rows',
    async (name, report) => {
      const names = columnsOf(report).map(([column]) => column);
      const rows = await rowsOf(treasurer, name);
      for (const row of rows) expect(Object.keys(row)).toEqual(names);
      const csv = String(await fileOf(treasurer, `${name}.csv?appeal=sun-ukraine-fund`));
      expect(csv.split('\r\n')[0]).toBe(names.join(','));
      expect(csv.split('\r\n')).toHaveLength(rows.length + 2);
      const [sheet] = sheetsOf(await fileOf(treasurer, `${name}.xlsx?appeal=sun-ukraine-fund`));
      expect(sheet?.[0]).toEqual(names);
      // Pounds are text in JSON, so that no reader makes a fraction of them.
      const shown = columnsOf(report).map(
        ([column, kind]) =>
          (row: Row) =>
            kind === 'pounds' && row[column] !== null ? Number(row[column]) : row[column],
      );
      expect(sheet?.slice(1)).toEqual(rows.map((row) => shown.map((cell) => cell(row))));
    },
  );

  it('add up to what the accounts say', async () => {
    const balances = await treasurer.balances();
    const raised = await rowsOf(treasurer, 'donations');
    const gone = sum(raised, 'refundedPence') + sum(raised, 'lostPence') + sum(raised, 'reversedPence');
    expect(sum(raised, 'chargedPence') - gone - 3000).toBe(balances['held']);
    expect(sum(await rowsOf(treasurer, 'refunds'), 'amountPence')).toBe(gone);
    expect(sum(await rowsOf(treasurer, 'fees'), 'feePence')).toBe(85);
    expect(balances['due_from_operator']).toBe(85);
    expect((await rowsOf(treasurer, 'operator-statement')).at(-1)?.['owedPence']).toBe(85);
    expect(sum(await rowsOf(treasurer, 'settlements'), 'amountPence')).toBe(balances['appeal_bank']);
    expect(sum(await rowsOf(treasurer, 'remittances'), 'amountPence')).toBe(3000);
    expect(await moved(await rowsOf(treasurer, 'ledger'))).toEqual(balances);
  });

  it('tell how long donations take, and the oldest that is not passed on', async () => {
    const [all, ...months] = (await rowsOf(treasurer, 'pass-through')).filter(
      ({ channel }) => channel === 'all',
    );
    expect(all).toMatchObject({
      month: 'all',
      donations: 4,
      netPence: 6600,
      passedOnPence: 3000,
      unpassedPence: 3600,
      oldestUnpassedOn: '2022-03-02',
      medianDays: 23,
      percentile95Days: 23,
    });
    expect(months.map(({ month, donations }) => [month, donations])).toEqual([
      ['2022-03', 3],
      ['2022-04', 1],
    ]);
  });

  it('count a gift at half past eleven at night on 31 March as one of 1 April in London', async () => {
    const march = '&from=2022-03-01&to=2022-03-31';
    const april = '&from=2022-04-01&to=2022-04-30';
    expect((await rowsOf(treasurer, 'donations', april)).map(({ id }) => id)).toEqual([late]);
    expect(await rowsOf(treasurer, 'donations', march)).toHaveLength(3);
    expect(sum(await rowsOf(treasurer, 'fees', april), 'feePence')).toBe(30);
    expect((await rowsOf(treasurer, 'ledger', april)).map(({ bookedOn }) => bookedOn)).toEqual([
      '2022-04-01',
      '2022-04-01',
    ]);
    expect(await rowsOf(treasurer, 'operator-statement', april)).toMatchObject([
      { bookedOn: null, item: 'brought_forward', owedPence: 55 },
      { bookedOn: '2022-04-01', item: 'card_charged', amountPence: 30, owedPence: 85 },
    ]);
  });

  it('hold no row of another appeal', async () => {
    const path = 'reports/ledger.json?appeal=sun-ukraine-fund';
    const { items } = await treasurer.read<{ items: Row[] }>(path, 'Flo');
    expect(new Set(items.map(({ appeal }) => appeal))).toEqual(new Set(['sun-ukraine-fund']));
  });

  it('keep what people wrote from being run as a formula, and leave numbers alone', async () => {
    const csv = String(await fileOf(treasurer, 'remittances.csv'));
    expect(csv).toContain(`"'=HYPERLINK(""http://example.org"")"`);
    const [row] = await rowsOf(treasurer, 'remittances');
    expect(row?.['lateReason']).toBe('=HYPERLINK("http://example.org")');
    expect(String(await fileOf(treasurer, 'settlements.csv'))).toMatch(/,remittance_sent,,,-3000,/);
  });

  it('are refused to who may only read, by an unknown name or appeal, and with wrong dates', async () => {
    const problem = async (path: string, person = 'Flo') => {
      const response = await treasurer.fetch(`reports/${path}`, person);
      const { code, errors } = (await response.json()) as { code: string; errors?: { field: string }[] };
      return [response.status, code, ...(errors ?? []).map(({ field }) => field)];
    };
    for (const { name } of allReports)
      expect(await problem(`${name}.csv`, 'Ada')).toEqual([403, 'not_allowed']);
    expect(await problem('gossip.csv')).toEqual([404, 'report_not_found']);
    expect(await problem('ledger.doc')).toEqual([404, 'report_not_found']);
    expect(await problem('ledger.csv?appeal=none')).toEqual([404, 'appeal_not_found']);
    expect(await problem('ledger.csv?from=2022-02-30')).toEqual([400, 'validation_failed', 'from']);
    expect(await problem('ledger.xlsx?from=2022-03-02&to=2022-03-01')).toEqual([
      400,
      'validation_failed',
      'to',
    ]);
  });
});

/** What the transfers leave in each account, by its name and on its natural side. */
async function moved(rows: Row[]): Promise<Record<string, number>> {
  const liabilities = new Set(['held', 'refund_payable', 'unidentified']);
  const balances: Record<string, number> = {};
  for (const { debit, credit, amountPence } of rows) {
    for (const [code, sign] of [
      [debit, 1],
      [credit, -1],
    ] as const) {
      const name = String(code).split(':')[1] ?? '';
      const own = liabilities.has(name) ? -sign : sign;
      balances[name] = (balances[name] ?? 0) + own * Number(amountPence);
    }
  }
  return Object.fromEntries(Object.entries(balances).filter(([, pence]) => pence !== 0));
}
