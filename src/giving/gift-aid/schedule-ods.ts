import { strToU8, zipSync } from 'fflate';
import type { ScheduleLine } from './schedule-line.js';

/** As many donations as HMRC takes in one spreadsheet. */
export const mostOnSheet = 1_000;

export interface Schedule {
  /** Pounds with two decimals, or nothing: tax that was claimed on gifts which have gone back since. */
  overClaimedTax: string;
  /** Oldest first: their items are 1, 2, 3 … */
  lines: ScheduleLine[];
}

const sheetName = 'R68GAD_V1_00_0_EN';
const mimeType = 'application/vnd.oasis.opendocument.spreadsheet';
/** Counted from 1, as a spreadsheet shows them. */
const rows = { earliest: 13, overClaimed: 17, heading: 23, first: 25 };
const headings = [
  'Item',
  'Title',
  'First name',
  'Last name',
  'House name or number',
  'Postcode',
  'Aggregated donations',
  'Sponsored event',
  'Donation date',
  'Amount',
];

/**
 * HMRC's Gift Aid schedule as an OpenDocument spreadsheet. Sheet name, places and columns are those that its
 * service reads (github.com/hmrc/charities-claims-validation): it takes what a cell shows, and in the two boxes
 * it does not count repeated cells, so each cell is written out.
 */
export function scheduleOds({ overClaimedTax, lines }: Schedule): Buffer {
  const sheet = new Map<number, string[]>([
    [1, ['', 'Gift Aid schedule spreadsheet']],
    [
      rows.earliest,
      [
        '',
        'Box 1: earliest donation date in the period of claim (DD/MM/YY)',
        '',
        shortDate(lines[0]?.givenOn),
      ],
    ],
    [rows.overClaimed, ['', 'Box 2: tax previously over-claimed', '', overClaimedTax]],
    [rows.heading, ['', ...headings]],
    ...lines.map((line, index): [number, string[]] => [rows.first + index, cellsOf(line, index + 1)]),
  ]);
  const last = Math.max(...sheet.keys());
  const table = Array.from({ length: last }, (_, index) => rowOf(sheet.get(index + 1) ?? [])).join('');
  return Buffer.from(
    zipSync({
      // OpenDocument wants this one first, and not compressed.
      mimetype: [strToU8(mimeType), { level: 0 }],
      'META-INF/manifest.xml': strToU8(manifest),
      'content.xml': strToU8(content(table)),
    }),
  );
}

function cellsOf(line: ScheduleLine, item: number): string[] {
  const { title, firstName, lastName, house, postcode, givenOn, amount } = line;
  return ['', String(item), title, firstName, lastName, house, postcode, '', '', shortDate(givenOn), amount];
}

/** dd/MM/yy */
function shortDate(date = ''): string {
  const [year = '', month, day] = date.split('-');
  return date && `${day}/${month}/${year.slice(2)}`;
}

function rowOf(cells: string[]): string {
  const written = cells.map((text) =>
    text === ''
      ? '<table:table-cell/>'
      : `<table:table-cell office:value-type="string"><text:p>${escaped(text)}</text:p></table:table-cell>`,
  );
  return `<table:table-row>${written.join('') || '<table:table-cell/>'}</table:table-row>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const urn = (name: string): string => `urn:oasis:names:tc:opendocument:xmlns:${name}:1.0`;
const declaration = '<?xml version="1.0" encoding="UTF-8"?>';

const manifest =
  `${declaration}<manifest:manifest xmlns:manifest="${urn('manifest')}" manifest:version="1.2">` +
  `<manifest:file-entry manifest:full-path="/" manifest:media-type="${mimeType}"/>` +
  `<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`;

const content = (table: string): string =>
  `${declaration}<office:document-content xmlns:office="${urn('office')}" xmlns:table="${urn('table')}" ` +
  `xmlns:text="${urn('text')}" office:version="1.2"><office:body><office:spreadsheet>` +
  `<table:table table:name="${sheetName}">${table}</table:table>` +
  `</office:spreadsheet></office:body></office:document-content>`;
