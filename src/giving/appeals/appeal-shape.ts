import { isAlias, isMap, isScalar, isSeq, type Node, type ParsedNode } from 'yaml';
import { restsOn } from './appeal-sources.js';

/** Told about every part of the file as it is read. */
export interface Reading {
  /** Remembers where a part stands, so that rules can name it by its path. */
  stands(path: string, offset: number): void;
  complain(path: string, message: string, source: string): void;
  misses(path: string, requiredBy: string): void;
}

/** Reads one value, or complains and gives undefined. A list keeps undefined in the place of a bad item. */
export type Shape<T> = (node: ParsedNode, path: string, reading: Reading) => T | undefined;

interface Field<T> {
  shape: Shape<T>;
  /** Why the key must be there; undefined when it need not be. */
  requiredBy?: string;
  /** What an absent or empty key means. */
  otherwise?: null;
}

export const required = <T>(shape: Shape<T>, requiredBy: string = restsOn.format): Field<T> => ({
  shape,
  requiredBy,
});
export const optional = <T>(shape: Shape<T>): Field<T | undefined> => ({ shape });
export const orNull = <T>(shape: Shape<T>): Field<T | null> => ({ shape, otherwise: null });

/** A scalar that `read` understands; anything else is reported as "must be …". */
function scalar<T>(mustBe: string, read: (value: unknown, source: string) => T | undefined): Shape<T> {
  return (node, path, reading) => {
    const value = isScalar(node) ? read(node.value, node.source ?? '') : undefined;
    if (value === undefined) reading.complain(path, `must be ${mustBe}`, restsOn.format);
    return value;
  };
}

/** Text on one line that matches a pattern and, if given, passes a further test. */
export function written(mustBe: string, pattern: RegExp, test?: (text: string) => boolean): Shape<string> {
  return scalar(mustBe, (value) =>
    typeof value === 'string' && pattern.test(value) && test?.(value) !== false ? value : undefined,
  );
}

export const line = written('text on one line (a number needs quotes)', /^\S(?:[^\p{Cc}]*\S)?$/u);

/** Text of one or more lines; white space around it is not part of it. */
export const prose = scalar('text (a number needs quotes)', (value) =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined,
);

export const date = written(
  'a date as YYYY-MM-DD',
  /^\d{4}-\d\d-\d\d$/,
  (text) => new Date(`${text}T00:00Z`).getTime() > 0 && new Date(text).toISOString().startsWith(text),
);

export const httpsUrl = written('an https address', /^https:\/\/\S+$/, (text) => URL.canParse(text));

/** A whole number of at least 1 in plain digits: 3.00, 1e3, 0x10 and "300" are refused. */
export function wholeNumber(mustBe: string): Shape<number> {
  return scalar(mustBe, (value, source) =>
    /^[1-9]\d*$/.test(source) && Number.isSafeInteger(value) ? (value as number) : undefined,
  );
}

export function flag(mustBe: string): Shape<boolean> {
  return scalar(mustBe, (value) => (typeof value === 'boolean' ? value : undefined));
}

export const amountPence = wholeNumber('a whole number of pence in plain digits, as 300 for £3');

export function oneOf<T extends string>(...choices: T[]): Shape<T> {
  return scalar(`one of: ${choices.join(', ')}`, (value) => choices.find((choice) => choice === value));
}

/** A list of at least one item. */
export function list<T>(shape: Shape<T>, emptyAgainst: string = restsOn.format): Shape<T[]> {
  return (node, path, reading) => {
    if (!isSeq<ParsedNode>(node))
      return reading.complain(path, 'must be a list', restsOn.format) as undefined;
    if (node.items.length === 0) reading.complain(path, 'must hold at least one item', emptyAgainst);
    return node.items.map((item, index) => read(shape, item, `${path}[${index}]`, reading)) as T[];
  };
}

/** A map of exactly these keys. A misspelt key is reported once, and its value is read as what was meant. */
export function map<T extends object>(fields: { [K in keyof T]-?: Field<T[K]> }): Shape<T> {
  const known = Object.keys(fields) as (keyof T & string)[];
  return (node, path, reading) => {
    if (!isMap<ParsedNode, ParsedNode | null>(node)) {
      return reading.complain(path, 'must be a map of keys and values', restsOn.format) as undefined;
    }
    const pairs = node.items.map(({ key, value }) => ({
      name: isScalar(key) ? String(key.value) : '(not a word)',
      offset: offsetOf(key),
      value,
    }));
    const missing = new Set(known.filter((name) => !pairs.some((pair) => pair.name === name)));
    const result: Partial<T> = {};
    for (const { name, offset, value } of pairs) {
      const meant = known.find((key) => key === name) ?? [...missing].find((key) => almost(key, name));
      reading.stands(below(path, meant ?? name), offset);
      if (meant !== name) {
        reading.stands(below(path, name), offset);
        const hint = meant ? `; did you mean ${meant}?` : '';
        reading.complain(below(path, name), `unknown key${hint}`, restsOn.format);
      }
      if (!meant) continue;
      missing.delete(meant);
      if (isEmpty(value)) missing.add(meant);
      else result[meant] = read(fields[meant].shape, value, below(path, meant), reading);
    }
    for (const name of missing) {
      const { requiredBy, otherwise } = fields[name];
      if (requiredBy) reading.misses(below(path, name), requiredBy);
      if (otherwise === null) result[name] = null as T[typeof name];
    }
    return result as T;
  };
}

/** Reads one node: its place is its own first character if it is a scalar, else that of its key. */
export function read<T>(shape: Shape<T>, node: ParsedNode, path: string, reading: Reading): T | undefined {
  if (isScalar(node) || path.endsWith(']')) reading.stands(path, offsetOf(node));
  if (isAlias(node)) {
    reading.complain(path, 'an alias (*) is not understood here: write the value out', restsOn.format);
    return undefined;
  }
  return shape(node, path, reading);
}

function offsetOf(node: Node): number {
  return node.range?.[0] ?? 0;
}

function isEmpty(node: ParsedNode | null): node is null {
  return node === null || (isScalar(node) && (node.value === null || node.value === ''));
}

function below(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

/** Whether one edit (a letter added, left out or changed, or two swapped) or only the casing parts two keys. */
function almost(known: string, name: string): boolean {
  if (known.toLowerCase() === name.replace(/[_\s-]/g, '').toLowerCase()) return true;
  let start = 0;
  while (start < known.length && known[start] === name[start]) start += 1;
  const [a, b] = [known.slice(start), name.slice(start)];
  return (
    a.slice(1) === b ||
    a === b.slice(1) ||
    a.slice(1) === b.slice(1) ||
    (a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2))
  );
}
