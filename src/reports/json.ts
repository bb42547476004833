import type { CsvColumn } from './csv.js';

/** A report as one JSON object `{items, nextCursor}`, a batch of rows at a time. Numbers are whole. */
export async function* jsonOf<Row>(
  columns: CsvColumn<Row>[],
  batches: AsyncIterable<Row[]>,
): AsyncGenerator<string> {
  let before = '{"items":[';
  for await (const rows of batches) {
    const objects = rows.map((row) =>
      JSON.stringify(
        Object.fromEntries(columns.map(({ name, kind, value }) => [name, shown(kind, value(row))])),
      ),
    );
    if (objects.length === 0) continue;
    yield before + objects.join(',');
    before = ',';
  }
  yield `${before === ',' ? '' : before}],"nextCursor":null}`;
}

function shown(kind: 'text' | 'number', text: string): string | number | null {
  if (text === '') return null;
  return kind === 'number' ? Number(text) : text;
}
