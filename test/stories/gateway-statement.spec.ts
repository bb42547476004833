import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { BooksCheck } from '../../src/reports/check.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { call, raised, settled, slug, text } from '../support/donor.js';
import { eventually } from '../support/eventually.js';
import { postForm } from '../support/gateway.js';
import { Staff } from '../support/staff.js';

interface Stated {
  id: string;
  month: string;
  rows: number;
  agrees: number;
  confirmed: number;
  differs: number;
  extra: number;
  repeated: number;
  missing: number;
  chargedPence: number;
  code?: string;
  errors?: { field: string }[];
}
interface Break {
  id: string;
  kind: string;
  amountPence: number;
}

const path = 'settlements/gateway-statements';

describe('a gateway’s monthly statement', () => {
  let test: TestApp;
  let finance: Staff;
  /** The gateway's ids of five gifts of £3. */
  let guids: string[];

  beforeAll(async () => {
    test = await startTestApp();
    finance = await Staff.of(test, 'finance', 'Flo');
    for (const digit of [1, 2, 3, 4, 5]) {
      await text(test, `07700 90002${digit}`, 'SUN£3');
      await raised(test, 300 * digit);
    }
    guids = (await network())
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.split(',')[4] ?? '');
  });
  afterAll(() => test.close());
  afterEach(async () => {
    await settled(test);
    expect((await test.app.get(BooksCheck).run()).breaks).toEqual([]);
  });

  const network = async (faults = ''): Promise<string> =>
    (await call(`${test.sandboxUrl}/network/statement.csv?${faults}`)).text;
  const bring = (csv: string, query = '') => finance.postCsv<Stated>(`${path}${query}`, csv);
  const breaks = async (): Promise<[string, number][]> =>
    (await finance.read<{ items: Break[] }>('breaks')).items.map(({ kind, amountPence }) => [
      kind,
      amountPence,
    ]);
  const rowsOf = (csv: string): string[] => csv.trim().split('\n');

  it('is refused by line where it can’t be read, and changes nothing', async () => {
    const [header = '', row = ''] = rowsOf(await network());
    for (const [csv, field] of [
      ['', 'line 1'],
      ['date,amount\n', 'line 1'],
      [`${header}\n${row.replace(',300,', ',3.00,')}\n`, 'line 2.amount'],
      [`${header}\n${row.replace(/charged$/, 'lost')}\n`, 'line 2.status'],
      [`${header}\n${row.replace(/^[\d-]+/, '31/12/2022')}\n`, 'line 2.date'],
      [`${header}\n${row}\n${row.replace(/^[\d-]+/, '2001-01-01')}\n`, 'date'],
      [header, 'month'],
    ] as const) {
      const { status, body } = await bring(csv);
      expect([status, body.errors?.[0]?.field]).toEqual([400, field]);
    }
    expect((await finance.post<Stated>(path, {})).body.errors?.[0]?.field).toBe('body');
  });

  it('of another account is refused', async () => {
    const [header = '', row = ''] = rowsOf(await network());
    const other = row.replace(/[0-9a-f]{32}/, 'f'.repeat(32)).replace(guids[0] ?? '', 'another');
    for (const [csv, query] of [
      [`${header}\n${other}\n`, ''],
      [await network(), '?shortcode=70999'],
      [await network(), '?gateway=twilio'],
    ] as const) {
      const { status, body } = await bring(csv, query);
      expect([status, body.code]).toEqual([409, 'statement_of_another']);
    }
  });

  it('shows what is missing, what is extra and what differs, and takes the rest as it is', async () => {
    const [missing, differing] = guids;
    const faults = `leaveOut=${missing}&alter=${differing}:500&add=07700900099:1000`;
    const csv = await network(faults);
    const answers = await Promise.all(Array.from({ length: 5 }, () => bring(csv, '?feePence=40')));
    const taken = answers.find(({ status }) => status === 201);
    expect(taken?.body).toMatchObject({
      rows: 5,
      agrees: 3,
      differs: 1,
      extra: 1,
      missing: 1,
      confirmed: 0,
      repeated: 0,
      chargedPence: 2_400,
    });
    expect(answers.filter(({ body }) => body.code === 'statement_known')).toHaveLength(4);
    expect((await breaks()).toSorted()).toEqual([
      ['statement_row_differs', 500],
      ['statement_row_extra', 1_000],
      ['statement_row_missing', 300],
    ]);
    expect(await finance.balances()).toEqual({ text_receivable: 1_500, held: 1_500 });
    const { expected } = await finance.read<{ expected: { amountPence: number }[] }>('settlements');
    expect(expected).toMatchObject([{ kind: 'gateway_payment', party: 'fonix', amountPence: 1_360 }]);
  });

  it('has nothing of its numbers kept', async () => {
    const [row] = await test.database.dataSource.query<{ text: string }[]>(
      `select string_agg(statement_row::text, ' ') as text from text.statement_row`,
    );
    expect(row?.text).not.toContain('7700900');
  });

  it('is paid short of that by the bank, and what is missing stays receivable', async () => {
    await finance.post('settlements/bank-lines', [
      { id: 'b1', date: '2022-06-15', amountPence: 1_160, reference: 'FONIX' },
    ]);
    const { items } = await finance.read<{ items: { matches: { id: string }[] }[] }>('settlements');
    await finance.post(`settlements/matches/${items[0]?.matches[0]?.id}/confirm`);
    expect(await finance.balances()).toEqual({
      appeal_bank: 1_160,
      due_from_operator: 40,
      text_receivable: 300,
      held: 1_500,
    });
    expect((await breaks()).map(([kind]) => kind)).toContain('gateway_paid_short');
  });

  it('again is known; what another one repeats counts once; what it adds is looked at', async () => {
    const { status, body } = await bring(await network());
    expect(status).toBe(201);
    expect(body).toMatchObject({ rows: 5, repeated: 4, agrees: 1, missing: 0 });
    expect((await bring(await network())).body.code).toBe('statement_known');
  });

  it('confirms what no report told, and takes back what the network gave back unasked', async () => {
    await call(`${test.sandboxUrl}/network`, { method: 'POST', json: { lostReportsPercent: 100 } });
    const guid = await text(test, '07700 900031', 'SUN£5');
    expect(guid).not.toBe('');
    const charge = await eventually('the charge', async () => {
      const [row] = await test.database.dataSource.query<{ id: string; donation: string }[]>(
        `select id, donation_id as donation from text.charge where state = 'accepted'`,
      );
      return row;
    });
    const row = (id: string, amount: number, status: string): string =>
      `2022-06-01,447700900031,voda-uk,${charge.id.replaceAll('-', '')},${id},${amount},${status}`;
    const header = 'date,msisdn,operator,requestid,guid,amount,status';
    const { body } = await bring([header, row('late', 500, 'charged'), ''].join('\n'));
    expect(body).toMatchObject({ rows: 1, confirmed: 1 });
    await raised(test, 2_000);
    const taken = await bring([header, row('late', 500, 'refunded'), ''].join('\n'));
    expect(taken.body).toMatchObject({ rows: 1, confirmed: 1 });
    const donation = await finance.read<Record<string, unknown>>(`donations/${charge.donation}`);
    expect(donation).toMatchObject({ status: 'reversed', reversedPence: 500 });
    await raised(test, 1_500);
    // A report that comes now is a repeat of what the statement said.
    await postForm(test, test.url, 'charge-report', {
      GUID: 'late',
      REQUESTID: charge.id.replaceAll('-', ''),
      STATUSCODE: 'DELIVERED',
    });
    await settled(test);
    await raised(test, 1_500);
  });

  it('of another layout is read by a mapping', async () => {
    const [, ...rows] = rowsOf(await network());
    const cells = (rows[0] ?? '').split(',');
    const csv = `When;x,Ref,Id,Value,Outcome\n${cells[0]} 10:00,${cells[3]},${cells[4]},3.00,Billed\n`;
    const query =
      '?dateColumn=When;x&requestidColumn=Ref&guidColumn=Id&amountColumn=Value&statusColumn=Outcome' +
      '&amountsIn=pounds&charged=billed';
    expect((await bring(csv, query)).body).toMatchObject({ rows: 1, repeated: 1 });
  });

  it('is settled break by break, once, with who did what and why', async () => {
    const { items } = await finance.read<{ items: Break[] }>('breaks');
    const id = items[0]?.id;
    expect((await finance.post(`breaks/${id}/settle`, { action: ' ', note: 'x' })).status).toBe(400);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        finance.post<Stated>(`breaks/${id}/settle`, { action: 'explained', note: 'The network said why' }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 404, 404, 404, 404]);
    expect(await breaks()).toHaveLength(items.length - 1);
  });

  it('stands beside each charge in the report, and the texts beside how they were read', async () => {
    const { items } = await finance.read<{ items: Record<string, unknown>[] }>(
      `reports/text-charges.json?appeal=${slug}`,
    );
    expect(items).toHaveLength(6);
    expect(items[2]).toMatchObject({
      state: 'charged',
      amountPence: 300,
      chargedPence: 300,
      statement: 'agrees',
    });
    const texts = await finance.read<{ items: Record<string, unknown>[] }>('texts');
    expect(texts.items.at(-1)).toMatchObject({ kind: 'donate', body: 'SUN£3', from: '+44…021' });
    const admin = await Staff.of(test, 'admin');
    const all = await admin.read<{ items: Record<string, unknown>[] }>('texts');
    expect(all.items.at(-1)).toMatchObject({ from: '+447700900021' });
  });

  it('is brought by finance alone, for this appeal', async () => {
    const auditor = await Staff.of(test, 'auditor');
    expect((await auditor.postCsv(path, await network())).status).toBe(403);
    expect((await finance.read<{ items: unknown[] }>(`donations?appeal=${slug}`)).items).toHaveLength(6);
  });
});
