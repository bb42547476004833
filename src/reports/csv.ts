/** One column of a CSV: numbers are written as they are, text is made safe for spreadsheets. */
export interface CsvColumn<Row> {
  name: string;
  kind: 'text' | 'number';
  value(row: Row): string;
}

/** A field as RFC 4180 writes it, quoted only where it must be. */
function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * An apostrophe keeps a spreadsheet from running text that begins like a formula (OWASP, "CSV Injection").
 * Numbers are left alone: −5 is a number and must stay one.
 */
function harmless(text: string): string {
  return /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
}

/** The CSV of a report, a batch of rows at a time, the header first. Lines end in CRLF. */
export async function* csvOf<Row>(
  columns: CsvColumn<Row>[],
  batches: AsyncIterable<Row[]>,
): AsyncGenerator<string> {
  yield `${columns.map(({ name }) => name).join(',')}\r\n`;
  for await (const rows of batches) yield rows.map((row) => csvLine(columns, row)).join('');
}

function csvLine<Row>(columns: CsvColumn<Row>[], row: Row): string {
  const fields = columns.map(({ kind, value }) => field(kind === 'text' ? harmless(value(row)) : value(row)));
  return `${fields.join(',')}\r\n`;
}
