import { type ColumnKind, type Columns, columnsOf, type Report, type ReportRow } from '../report.js';

/** A report as one JSON object `{items, nextCursor}`, a batch of rows at a time. Whole numbers are numbers. */
export async function* jsonOf(columns: Columns, batches: AsyncIterable<ReportRow[]>): AsyncGenerator<string> {
  let before = '{"items":[';
  for await (const rows of batches) {
    const objects = rows.map((row) =>
      JSON.stringify(Object.fromEntries(columns.map(([name, kind]) => [name, shown(kind, row[name])]))),
    );
    if (objects.length === 0) continue;
    yield before + objects.join(',');
    before = ',';
  }
  yield `${before === ',' ? '' : before}],"nextCursor":null}`;
}

/** SQL whose rows PostgreSQL itself writes as the same objects. */
export function jsonRows(report: Report): string {
  const shown = columnsOf(report).map(([name, kind]) => {
    const text = `nullif("${name}"::text, '')`;
    return `${kind === 'whole' ? `${text}::numeric` : text} as "${name}"`;
  });
  return `select row_to_json(shown)::text from (select ${shown.join(', ')} from (${report.sql}) report) shown`;
}

function shown(kind: ColumnKind, text: string | null | undefined): string | number | null {
  if (text === null || text === undefined || text === '') return null;
  return kind === 'whole' ? Number(text) : text;
}
