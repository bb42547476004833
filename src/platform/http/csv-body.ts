import { ValidationFailed } from './http.problems.js';

/** One record of a CSV, by the names of our fields; the line counts from 1 and the header is the first. */
export interface CsvRecord<Field extends string> {
  line: number;
  values: Record<Field, string>;
}

/** Which column of the file holds each field. Names are compared without regard to case and white space. */
export type CsvColumns<Field extends string> = Record<Field, string>;

/**
 * Reads a CSV (RFC 4180; a byte order mark and either line end are taken) as it comes in. Throws ValidationFailed
 * for a header that lacks a column and for a record with more or fewer fields than the header.
 */
export async function* csvRecords<Field extends string>(
  chunks: AsyncIterable<Buffer | string>,
  columns: CsvColumns<Field>,
): AsyncGenerator<CsvRecord<Field>> {
  let places: [Field, number][] | undefined;
  let width = 0;
  for await (const { line, fields } of csvLines(chunks)) {
    if (places === undefined) {
      places = placesOf(fields, columns);
      width = fields.length;
      continue;
    }
    if (fields.length !== width)
      throw new ValidationFailed([{ field: `line ${line}`, message: `must have ${width} fields` }]);
    const values = Object.fromEntries(places.map(([field, place]) => [field, fields[place] ?? '']));
    yield { line, values: values as Record<Field, string> };
  }
  if (places === undefined)
    throw new ValidationFailed([{ field: 'line 1', message: 'must name the columns' }]);
}

function placesOf<Field extends string>(header: string[], columns: CsvColumns<Field>): [Field, number][] {
  const plain = (name: string): string => name.toLowerCase().replaceAll(/\s/g, '');
  const names = header.map(plain);
  const places = (Object.entries(columns) as [Field, string][]).map(
    ([field, column]) => [field, names.indexOf(plain(column))] as [Field, number],
  );
  const missing = places.filter(([, place]) => place < 0).map(([field]) => columns[field]);
  if (missing.length > 0) {
    const message = `must have the columns ${missing.join(', ')}`;
    throw new ValidationFailed([{ field: 'line 1', message }]);
  }
  return places;
}

/** No record of a statement is as long; a quote that never closes must not fill the memory. */
const mostCharacters = 100_000;

async function* csvLines(
  chunks: AsyncIterable<Buffer | string>,
): AsyncGenerator<{ line: number; fields: string[] }> {
  const decoder = new TextDecoder();
  let rest = '';
  let line = 0;
  const cut = function* (isEnd: boolean): Generator<{ line: number; fields: string[] }> {
    for (;;) {
      const end = endOfRecord(rest);
      if (end < 0 && !(isEnd && rest !== '')) break;
      const record = end < 0 ? rest : rest.slice(0, end);
      rest = end < 0 ? '' : rest.slice(end + 1);
      line++;
      if (record.trim() !== '') yield { line, fields: fieldsOf(record.replace(/\r$/, '')) };
      line += record.split('\n').length - 1;
    }
    if (rest.length > mostCharacters)
      throw new ValidationFailed([{ field: `line ${line + 1}`, message: 'is too long, or lacks a quote' }]);
  };
  for await (const chunk of chunks) {
    rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    yield* cut(false);
  }
  yield* cut(true);
}

/** Where the first record ends: at a line feed that is not between quotes. */
function endOfRecord(text: string): number {
  for (let end = text.indexOf('\n'), from = 0, quotes = 0; end >= 0; end = text.indexOf('\n', end + 1)) {
    for (let at = text.indexOf('"', from); at >= 0 && at < end; at = text.indexOf('"', at + 1)) quotes++;
    from = end;
    if (quotes % 2 === 0) return end;
  }
  return -1;
}

function fieldsOf(record: string): string[] {
  // Each field is found by the comma before it.
  const fields = `,${record}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g);
  return [...fields].map(([, quoted, bare = '']) => (quoted?.replaceAll('""', '"') ?? bare).trim());
}
