const needsQuotes = /[^\w:.+-]/;

/**
 * A PostgreSQL array of values that need no quotes: UUIDs, whole numbers, times in ISO 8601, names of enums. The
 * driver would quote each one, which costs more than the insert of a row. Throws for a value that does need them.
 */
export function plainArray(values: readonly (string | number | null | undefined)[]): string {
  return `{${values.map(plain).join(',')}}`;
}

/** A PostgreSQL array of any texts. */
export function textArray(values: readonly string[]): string {
  return `{${values.map((value) => (needsQuotes.test(value) || /^(null)?$/i.test(value) ? quoted(value) : value)).join(',')}}`;
}

function plain(value: string | number | null | undefined): string | number {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'string' && needsQuotes.test(value))
    throw new RangeError('a value of an array needs quotes');
  return value;
}

const quoted = (value: string): string => `"${value.replace(/["\\]/g, '\\$&')}"`;
