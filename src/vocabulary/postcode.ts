declare const brand: unique symbol;

/** A UK postcode as HMRC takes it: capital letters, one space before the last three. */
export type Postcode = string & { readonly [brand]: 'Postcode' };

const area = '[A-Z]\\d\\d?|[A-Z][A-HJ-Y]\\d\\d?|[A-Z]\\d[A-Z]|[A-Z][A-HJ-Y]\\d[A-Z]';
const written = new RegExp(`^(?:GIR 0AA|(?:${area}) \\d[A-Z]{2})$`);

/** Reads a postcode however it is spaced: cf101ep, CF10 1EP. `undefined` for what can't be one. */
export function postcode(text: string): Postcode | undefined {
  const letters = text.replaceAll(/\s/g, '').toUpperCase();
  const spaced = `${letters.slice(0, -3)} ${letters.slice(-3)}`;
  return written.test(spaced) ? (spaced as Postcode) : undefined;
}
