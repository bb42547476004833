import type { FieldError } from '../../vocabulary/problem.js';

/** The fields of a form that we know, as the browser sent them; whatever isn't text counts as empty. */
export function posted<Name extends string>(body: unknown, ...names: Name[]): Record<Name, string> {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const field = (name: string): string => (typeof given[name] === 'string' ? given[name] : '');
  return Object.fromEntries(names.map((name) => [name, field(name)])) as Record<Name, string>;
}

/** What is wrong with fields, as sentences that begin with the field's label. */
export function sentences(errors: FieldError[], labels: Record<string, string>): FieldError[] {
  return errors.map(({ field, message }) => ({ field, message: `${labels[field] ?? field} ${message}.` }));
}
