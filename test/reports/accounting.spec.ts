import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { applyAppealFiles } from '../../src/appeal-files.js';
import { appealFile } from '../support/appeal-files.js';
import { Treasurer } from '../remittances/treasurer.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { fileOf } from './report-reader.js';

const seed = Number(process.env['PROPERTY_SEED'] ?? Date.now() % 2 ** 31);

/** Whole pence of an amount such as -2.05; nothing is 0. */
const penceOf = (pounds = ''): number => {
  if (pounds === '') return 0;
  expect(pounds).toMatch(/^-?\d+\.\d\d$/);
  return Number(pounds.replace('.', ''));
};

/** Lines of a CSV without quotes, by the names of their columns. */
function linesOf(csv: string): Record<string, string>[] {
  const [header = '', ...lines] = csv.trimEnd().split('\r\n');
  const names = header.split(',');
  return lines.map((line) => {
    const fields = line.split(',');
    return Object.fromEntries(names.map((name, index) => [name, fields[index] ?? '']));
  });
}

function sums(lines: Record<string, string>[], key: string, pence: (line: Record<string, string>) => number) {
  const found: Record<string, number> = {};
  for (const line of lines) found[line[key] ?? ''] = (found[line[key] ?? ''] ?? 0) + pence(line);
  return found;
}

const programs = {
  xero: { journal: '*Narration', account: '*AccountCode', pence: (line) => penceOf(line['*Amount']) },
  quickbooks: {
    journal: 'Journal No',
    account: 'Account Name',
    pence: (line) => penceOf(line['Debits']) - penceOf(line['Credits']),
  },
  sage: {
    journal: 'Reference',
    account: 'Nominal A/C Ref',
    pence: (line) => (line['Type'] === 'JD' ? 1 : -1) * penceOf(line['Net Amount']),
  },
} satisfies Record<string, { journal: string; account: string; pence(line: Record<string, string>): number }>;

describe('the journals for accounting programs', () => {
  let app: TestApp;
  let treasurer: Treasurer;

  beforeAll(async () => {
    app = await startTestApp({ workers: false, sandbox: false });
    treasurer = await Treasurer.of(app);
    const card = { name: 'card', amountPence: 1000, feePence: 35, givenAt: new Date('2022-03-02T10:00:00Z') };
    const id = await treasurer.give(card);
    await treasurer.give({ name: 'text', channel: 'text', givenAt: new Date('2022-04-02T10:00:00Z') });
    await treasurer.refund(id, 200);
  });
  afterAll(() => app.close());

  const csv = async (name: string, query = '') => String(await fileOf(treasurer, `${name}.csv${query}`));
  const march = '?from=2022-03-01&to=2022-03-31';

  it('has manual journals as Xero takes them', async () => {
    const [header, ...lines] = (await csv('xero', march)).trimEnd().split('\r\n');
    expect(header).toBe(
      '*Narration,*Date,Description,*AccountCode,*TaxRate,*Amount,' +
        'TrackingName1,TrackingOption1,TrackingName2,TrackingOption2',
    );
    expect(lines.map((line) => line.replace(/ [\da-f]{32},/, ' ENTRY,'))).toEqual([
      'sun-ukraine-fund card charged ENTRY,02/03/2022,card charged,1150,No VAT,0.35,,,,',
      'sun-ukraine-fund card charged ENTRY,02/03/2022,card charged,1210,No VAT,9.65,,,,',
      'sun-ukraine-fund card charged ENTRY,02/03/2022,card charged,2310,No VAT,-10.00,,,,',
      'sun-ukraine-fund card refunded ENTRY,09/03/2022,card refunded,1210,No VAT,-2.00,,,,',
      'sun-ukraine-fund card refunded ENTRY,09/03/2022,card refunded,2310,No VAT,2.00,,,,',
    ]);
    expect((await csv('xero-monthly', march)).trimEnd().split('\r\n').slice(1)).toEqual([
      'sun-ukraine-fund summary 2022-03,31/03/2022,summary,1150,No VAT,0.35,,,,',
      'sun-ukraine-fund summary 2022-03,31/03/2022,summary,1210,No VAT,7.65,,,,',
      'sun-ukraine-fund summary 2022-03,31/03/2022,summary,2310,No VAT,-8.00,,,,',
    ]);
  });

  it('has journal entries as QuickBooks Online takes them', async () => {
    expect((await csv('quickbooks-monthly', march)).trimEnd().split('\r\n')).toEqual([
      'Journal No,Journal Date,Account Name,Debits,Credits,Description,Name,Currency,Class,Location',
      'sun-ukraine-f 2022-03,31/03/2022,Due from the operator,0.35,,sun-ukraine-fund summary,,GBP,,',
      'sun-ukraine-f 2022-03,31/03/2022,Stripe balance,7.65,,sun-ukraine-fund summary,,GBP,,',
      'sun-ukraine-f 2022-03,31/03/2022,Held for the partner,,8.00,sun-ukraine-fund summary,,GBP,,',
    ]);
    for (const line of linesOf(await csv('quickbooks'))) expect(line['Journal No']).toMatch(/^[\da-f]{21}$/);
  });

  it('has an audit trail as Sage 50 takes it', async () => {
    expect((await csv('sage-monthly', march)).trimEnd().split('\r\n')).toEqual([
      'Type,Account Reference,Nominal A/C Ref,Department Code,Date,Reference,Details,Net Amount,Tax Code,' +
        'Tax Amount,Exchange Rate,Extra Reference,User Name,Project Refn',
      'JD,,1150,0,31/03/2022,sun-ukraine-fund 2022-03,sun-ukraine-fund summary,0.35,T9,0.00,,,,',
      'JD,,1210,0,31/03/2022,sun-ukraine-fund 2022-03,sun-ukraine-fund summary,7.65,T9,0.00,,,,',
      'JC,,2310,0,31/03/2022,sun-ukraine-fund 2022-03,sun-ukraine-fund summary,8.00,T9,0.00,,,,',
    ]);
    for (const line of linesOf(await csv('sage'))) expect(line['Reference']).toMatch(/^[\da-f]{30}$/);
  });

  it('is balanced journal by journal, and agrees with the ledger and itself, whatever happened', async () => {
    process.stdout.write(`accounting: PROPERTY_SEED=${seed}\n`);
    const gift = fc.record({
      channel: fc.constantFrom('card' as const, 'text' as const),
      amountPence: fc.integer({ min: 100, max: 100_000 }),
      feePence: fc.integer({ min: 0, max: 99 }),
      givenAt: fc.date({ min: new Date('2022-03-01'), max: new Date('2022-08-31'), noInvalidDate: true }),
    });
    const gifts = fc.sample(gift, { numRuns: 150, seed });
    for (const [index, given] of gifts.entries()) await treasurer.give({ name: `gift ${index}`, ...given });
    const totals: Record<string, number>[] = [];
    for (const [name, { journal, account, pence }] of Object.entries(programs)) {
      for (const mode of ['', '-monthly']) {
        const lines = linesOf(await csv(`${name}${mode}`));
        expect(new Set(Object.values(sums(lines, journal, pence)))).toEqual(new Set([0]));
        totals.push(sums(lines, account, pence));
      }
    }
    const [detail, monthly, byName, byNameMonthly, inSage, inSageMonthly] = totals;
    expect([monthly, inSage, inSageMonthly]).toEqual([detail, detail, detail]);
    expect(byNameMonthly).toEqual(byName);
    const balances = await treasurer.balances();
    expect(detail).toEqual({
      1120: balances['text_receivable'],
      1150: balances['due_from_operator'],
      1210: balances['stripe_balance'],
      2310: -(balances['held'] ?? 0),
    });
  });

  it('comes for Xero in files of at most 300 lines, and no journal in two of them', async () => {
    const files = Object.entries(unzipSync(await fileOf(treasurer, 'xero.zip')));
    expect(files.map(([name]) => name)).toEqual(['xero-0001.csv', 'xero-0002.csv']);
    const parts = files.map(([, bytes]) => strFromU8(bytes));
    for (const part of parts) expect(part.trimEnd().split('\r\n').length).toBeLessThanOrEqual(300);
    const [first, second] = parts.map((part) => new Set(linesOf(part).map((line) => line['*Narration'])));
    expect([...(first ?? [])].filter((narration) => second?.has(narration))).toEqual([]);
    expect(parts.flatMap(linesOf)).toEqual(linesOf(await csv('xero')));
  });

  it('names accounts as the appeal’s file does', async () => {
    const own = "nominalAccounts:\n  - account: held\n    code: '8100'\n    name: Charities:Held\n";
    const file = appealFile([['purpose: >-', `${own}purpose: >-`]]);
    await applyAppealFiles(app.app, [file]);
    rmSync(dirname(file), { recursive: true });
    expect(await csv('xero-monthly', march)).toContain(',8100,No VAT,-');
    expect(await csv('quickbooks-monthly', march)).toContain(',Charities:Held,');
    expect(await csv('xero-monthly', march)).toContain(',1210,No VAT,');
  });
});
