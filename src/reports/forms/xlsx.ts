import type { ColumnKind, Columns, ReportRow } from '../report.js';
import { type ZipFile, zipOf } from './zip.js';

/** A sheet has 1,048,576 rows, the header among them. */
const mostRows = 1_048_575;

/**
 * A report as an Office Open XML workbook (ECMA-376), in flat memory: a further sheet where one is full. Text is text,
 * so a spreadsheet runs none of it; numbers are numbers, pounds with two decimals.
 */
export function xlsxOf(
  columns: Columns,
  batches: AsyncIterable<ReportRow[]>,
  rowsPerSheet = mostRows,
): AsyncGenerator<Buffer> {
  return zipOf(workbook(columns, batches, rowsPerSheet));
}

async function* workbook(
  columns: Columns,
  batches: AsyncIterable<ReportRow[]>,
  rowsPerSheet: number,
): AsyncGenerator<ZipFile> {
  const rest = new Remaining(batches);
  let sheets = 0;
  do {
    sheets += 1;
    yield { name: `xl/worksheets/sheet${sheets}.xml`, parts: sheet(columns, rest, rowsPerSheet) };
  } while (await rest.any());
  const numbers = Array.from({ length: sheets }, (_, index) => index + 1);
  for (const [name, text] of Object.entries(bookParts(numbers))) yield { name, parts: [declaration + text] };
}

/** Rows that are taken a part at a time. */
class Remaining {
  private readonly batches: AsyncIterator<ReportRow[]>;
  private rows: ReportRow[] = [];

  constructor(batches: AsyncIterable<ReportRow[]>) {
    this.batches = batches[Symbol.asyncIterator]();
  }

  async any(): Promise<boolean> {
    while (this.rows.length === 0) {
      const { done, value } = await this.batches.next();
      if (done === true) return false;
      this.rows = value;
    }
    return true;
  }

  async take(most: number): Promise<ReportRow[]> {
    if (!(await this.any())) return [];
    const taken = this.rows.slice(0, most);
    // Whoever reads the batches still looks at them, so they stay as they are.
    this.rows = this.rows.slice(most);
    return taken;
  }

  async stop(): Promise<void> {
    await this.batches.return?.();
  }
}

async function* sheet(columns: Columns, rest: Remaining, rowsPerSheet: number): AsyncGenerator<string> {
  let whole = false;
  try {
    yield `${declaration}<worksheet xmlns="${main}"><sheetData>`;
    yield `<row>${columns.map(([name]) => textCell(name)).join('')}</row>`;
    for (let room = rowsPerSheet; room > 0;) {
      const rows = await rest.take(room);
      if (rows.length === 0) break;
      room -= rows.length;
      yield rows.map((row) => sheetRow(columns, row)).join('');
    }
    yield '</sheetData></worksheet>';
    whole = true;
  } finally {
    // Its reader went away.
    if (!whole) await rest.stop();
  }
}

function sheetRow(columns: Columns, row: ReportRow): string {
  return `<row>${columns.map(([name, kind]) => cell(kind, row[name] ?? '')).join('')}</row>`;
}

function cell(kind: ColumnKind, text: string): string {
  // Without places of their own, cells follow each other: an empty one must be there.
  if (text === '') return '<c/>';
  if (kind === 'whole') return `<c><v>${text}</v></c>`;
  if (kind === 'pounds') return `<c s="1"><v>${text}</v></c>`;
  return textCell(text);
}

const textCell = (text: string): string =>
  `<c t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;

/** What XML can't hold is written as ECMA-376 part 1, 22.9.2.19, has it: _x000B_. */
function escaped(text: string): string {
  if (!/[&<>_\p{Cc}\uFFFE\uFFFF]/u.test(text)) return text;
  return text
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\p{Cc}\uFFFE\uFFFF]/gu, (character) =>
      /[\t\n]/.test(character)
        ? character
        : `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    );
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const media = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const relationship = (id: string, type: string, target: string): string =>
  `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`;

/** What holds the sheets together. Style 1 has two decimals. */
function bookParts(sheets: number[]): Record<string, string> {
  const overrides = [
    ['workbook.xml', 'sheet.main'],
    ['styles.xml', 'styles'],
    ...sheets.map((number) => [`worksheets/sheet${number}.xml`, 'worksheet']),
  ].map(([part, type]) => `<Override PartName="/xl/${part}" ContentType="${media}.${type}+xml"/>`);
  return {
    'xl/workbook.xml':
      `<workbook xmlns="${main}" xmlns:r="${office}"><sheets>` +
      sheets
        .map((number) => `<sheet name="Sheet${number}" sheetId="${number}" r:id="rId${number}"/>`)
        .join('') +
      '</sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      `<Relationships xmlns="${packages}/relationships">` +
      sheets
        .map((number) => relationship(`rId${number}`, 'worksheet', `worksheets/sheet${number}.xml`))
        .join('') +
      `${relationship('styles', 'styles', 'styles.xml')}</Relationships>`,
    'xl/styles.xml':
      `<styleSheet xmlns="${main}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>` +
      '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>' +
      '<cellXfs count="2"><xf/><xf numFmtId="2" applyNumberFormat="1"/></cellXfs></styleSheet>',
    '_rels/.rels': `<Relationships xmlns="${packages}/relationships">${relationship(
      'book',
      'officeDocument',
      'xl/workbook.xml',
    )}</Relationships>`,
    '[Content_Types].xml':
      `<Types xmlns="${packages}/content-types"><Default Extension="rels" ` +
      'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      `<Default Extension="xml" ContentType="application/xml"/>${overrides.join('')}</Types>`,
  };
}
