import type { ColumnKind, Columns, Report, ReportRow } from '../report.js';
import { columnsOf } from '../report.js';

/** A field as RFC 4180 writes it, quoted only where it must be. Lines end in CRLF, in a field too. */
function field(text: string): string {
  if (!/[",\r\n]/.test(text)) return text;
  return `"${text.replaceAll('"', '""').replaceAll(/\r?\n/g, '\r\n')}"`;
}

/** What a spreadsheet runs as a formula when a cell begins with it (OWASP, "CSV Injection"). */
const dangerous = ['=', '+', '-', '@', '\t', '\r', '\n'];

/** An apostrophe keeps it text. Numbers are left alone: −5 is a number and must stay one. */
function harmless(text: string): string {
  return dangerous.includes(text.charAt(0)) ? `'${text}` : text;
}

/** The CSV of a report, a batch of rows at a time, the header first. Lines end in CRLF. */
export async function* csvOf(columns: Columns, batches: AsyncIterable<ReportRow[]>): AsyncGenerator<string> {
  yield csvHeader(columns);
  for await (const rows of batches) yield rows.map((row) => csvLine(columns, row)).join('');
}

export function csvHeader(columns: Columns): string {
  return `${columns.map(([name]) => field(name)).join(',')}\r\n`;
}

export function csvLine(columns: Columns, row: ReportRow): string {
  const fields = columns.map(([name, kind]) => {
    const text = row[name] ?? '';
    return field(kind === 'text' ? harmless(text) : text);
  });
  return `${fields.join(',')}\r\n`;
}

/** SQL whose rows PostgreSQL itself writes as the same CSV: text is harmless, and nothing is quoted for being empty. */
export function harmlessRows(report: Report): string {
  const shown = columnsOf(report).map(([name, kind]) => `${harmlessColumn(`"${name}"`, kind)} as "${name}"`);
  return `select ${shown.join(', ')} from (${report.sql}) report`;
}

function harmlessColumn(column: string, kind: ColumnKind): string {
  if (kind !== 'text') return column;
  const first = dangerous.map((character) => `chr(${character.charCodeAt(0)})`).join(', ');
  const text = `replace(${column}, chr(13) || chr(10), chr(10))`;
  return `case when left(${column}, 1) in (${first}) then '''' || ${text} else nullif(${text}, '') end`;
}
