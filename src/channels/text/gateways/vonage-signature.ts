import { createHmac } from 'node:crypto';
import { isSame } from './constant-time.js';
import { posted, textOf } from './posted-fields.js';

/** By the length of the signature in hexadecimal. MD5 and SHA-1 have other lengths and are refused. */
const algorithms: Readonly<Record<number, string>> = { 64: 'sha256', 128: 'sha512' };

/**
 * Whether Vonage signed these fields (developer.vonage.com, "Signing messages"). Its rule writes `&`, `=` and
 * `_` of a value alike, so those three can't be told apart; a name that holds one of the first two, or a value
 * that is no plain value, could hide another field and is refused.
 */
export function isSignedByVonage(fields: unknown, secret: string): boolean {
  const { sig, ...rest } = posted(fields);
  const algorithm = algorithms[textOf(sig)?.length ?? 0];
  const signed = signedText(rest);
  if (typeof sig !== 'string' || algorithm === undefined || signed === undefined) return false;
  return isSame(sig.toLowerCase(), createHmac(algorithm, secret).update(signed).digest('hex'));
}

/** Our own calls, signed by the same rule; the account must be set to SHA-256 HMAC. */
export function signForVonage(fields: Record<string, string>, secret: string): string {
  return createHmac('sha256', secret)
    .update(signedText(fields) ?? '')
    .digest('hex');
}

function signedText(fields: object): string | undefined {
  const entries = Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const isClear = entries.every(
    ([name, value]) => /^[\w.-]+$/.test(name) && ['string', 'number', 'boolean'].includes(typeof value),
  );
  if (!isClear) return undefined;
  return entries.map(([name, value]) => `&${name}=${String(value).replaceAll(/[&=]/g, '_')}`).join('');
}
