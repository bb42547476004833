/** What somebody posted, of which nothing is known yet. A field that was sent twice is a list. */
export type Posted = Readonly<Record<string, unknown>>;

export function posted(body: unknown): Posted {
  return typeof body === 'object' && body !== null ? (body as Posted) : {};
}

/** What ids, codes and numbers are made of. */
export function isPlain(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]{1,100}$/.test(value);
}

/** The value as text, if it is some. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
