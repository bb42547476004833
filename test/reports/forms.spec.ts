import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { copyCsv, copyJson } from '../../src/platform/database/copy-out.js';
import { csvOf, harmlessRows } from '../../src/reports/forms/csv.js';
import { jsonOf, jsonRows } from '../../src/reports/forms/json.js';
import { xlsxOf } from '../../src/reports/forms/xlsx.js';
import { columnsOf, type Report, type ReportRow } from '../../src/reports/report.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { sheetsOf } from './report-reader.js';

const report: Report = {
  name: 'said',
  about: 'What was said.',
  columns: { said: 'text', amountPence: 'whole' },
  sql: 'select value as said, -5 as "amountPence" from json_array_elements_text($1::json)',
};

async function* batchesOf(texts: string[], most = 2): AsyncGenerator<ReportRow[]> {
  for (let at = 0; at < texts.length; at += most)
    yield texts.slice(at, at + most).map((said) => ({ said, amountPence: '-5' }));
}

async function bytesOf(parts: AsyncIterable<string | Buffer>): Promise<Buffer> {
  const bytes: Buffer[] = [];
  for await (const part of parts) bytes.push(Buffer.from(part));
  return Buffer.concat(bytes);
}

const hostile = ['plain', '=1+1', '+44', '-5', '@x', '\tx', '\rx', '\nx', 'a "b", c', 'two\nlines', ''];

describe('a CSV', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const written = (texts: string[]) => bytesOf(csvOf(columnsOf(report), batchesOf(texts)));
  const copied = async (texts: string[]) =>
    bytesOf(await copyCsv(database.dataSource, harmlessRows(report), [JSON.stringify(texts)]));

  it('quotes what needs it, and keeps text, but no number, from being run as a formula', async () => {
    expect(String(await written(hostile)).split('\r\n')).toEqual([
      'said,amountPence',
      'plain,-5',
      "'=1+1,-5",
      "'+44,-5",
      "'-5,-5",
      "'@x,-5",
      "'\tx,-5",
      `"'\rx",-5`,
      `"'`,
      'x",-5',
      '"a ""b"", c",-5',
      '"two',
      'lines",-5',
      ',-5',
      '',
    ]);
  });

  it('is the same whether we write it or the database does', async () => {
    expect(await copied(hostile)).toEqual(await written(hostile));
    // What no text of PostgreSQL can hold is left out, and \\. alone, which COPY quotes.
    const text = fc.string({ unit: 'grapheme' }).filter((said) => !said.includes('\0') && said !== '\\.');
    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 5 }), async (texts) => {
        expect(String(await copied(texts))).toBe(String(await written(texts)));
      }),
      { numRuns: 100 },
    );
  });

  it('is so as JSON too', async () => {
    const text = fc.string({ unit: 'grapheme' }).filter((said) => !said.includes('\0'));
    const some = [hostile, ['\u0001', '\u0002', '\\.', '\u007f', '\u2028']];
    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 5 }), async (texts) => {
        const parameters = [JSON.stringify(texts)];
        const copied = String(
          await bytesOf(await copyJson(database.dataSource, jsonRows(report), parameters)),
        );
        expect(copied).toBe(String(await bytesOf(jsonOf(columnsOf(report), batchesOf(texts)))));
      }),
      { numRuns: 100, examples: some.map((each) => [each]) },
    );
  });
});

describe('a workbook', () => {
  const columns = columnsOf(report);

  it('begins another sheet, with its header, where one is full', async () => {
    const texts = ['a', 'b', 'c', 'd', 'e'];
    const header = ['said', 'amountPence'];
    expect(sheetsOf(await bytesOf(xlsxOf(columns, batchesOf(texts, 4), 2)))).toEqual([
      [header, ['a', -5], ['b', -5]],
      [header, ['c', -5], ['d', -5]],
      [header, ['e', -5]],
    ]);
    expect(sheetsOf(await bytesOf(xlsxOf(columns, batchesOf(texts.slice(0, 2)), 2)))).toHaveLength(1);
    expect(sheetsOf(await bytesOf(xlsxOf(columns, batchesOf([]), 2)))).toEqual([[header]]);
  });

  it('keeps text as text, whatever it is, and says what XML can’t hold by its number', async () => {
    const [sheet] = sheetsOf(
      await bytesOf(xlsxOf(columns, batchesOf(['=1+1', '<b>&', '\u000b', '_x000B_']))),
    );
    expect(sheet?.slice(1).map(([said]) => said)).toEqual([
      '=1+1',
      '&lt;b&gt;&amp;',
      '_x000B_',
      '_x005F_x000B_',
    ]);
  });
});
