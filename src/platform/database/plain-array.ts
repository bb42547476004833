/**
 * A PostgreSQL array of values that need no quotes: UUIDs, whole numbers, times in ISO 8601, names of enums. The
 * driver would quote each one, which costs more than the insert of a row. Throws for a value that does need them.
 */
export function plainArray(values: readonly (string | number | null | undefined)[]): string {
  const joined = values.map((value) => value ?? 'NULL').join(',');
  if (/[^\w:.,+-]/.test(joined) || joined.split(',').length !== Math.max(values.length, 1)) {
    throw new RangeError('a value of an array needs quotes');
  }
  return `{${joined}}`;
}
