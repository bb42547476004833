import { createHash, createHmac } from 'node:crypto';
import { isSame } from './constant-time.js';

/** A request that claims to come from Twilio. */
export interface SignedRequest {
  signature: string;
  /** As it is configured at Twilio: with its query. */
  url: string;
  rawBody: Buffer;
  isForm: boolean;
}

/**
 * Whether Twilio signed it: HMAC-SHA1 over the URL and, of a form, every name and value in the order of the
 * names (twilio.com/docs/usage/security). The body of anything but a form must have the hash that the signed
 * query names. Twilio signs neither a time nor a nonce, so the inbox's key is all the memory of a replay.
 */
export function isSignedByTwilio(request: SignedRequest, authToken: string): boolean {
  const bodyHash = new URL(request.url).searchParams.get('bodySHA256');
  if (bodyHash === null && !request.isForm) return false;
  const hash = createHash('sha256').update(request.rawBody).digest('hex');
  if (bodyHash !== null && !isSame(bodyHash.toLowerCase(), hash)) return false;
  const rest = bodyHash === null ? signedFields(new URLSearchParams(request.rawBody.toString('utf8'))) : '';
  return spellings(request.url)
    .map((url) => createHmac('sha1', authToken).update(`${url}${rest}`).digest('base64'))
    .map((right) => isSame(request.signature, right))
    .includes(true);
}

/** Names and values with nothing between them; the values of a name that comes twice in their order, each once. */
function signedFields(form: URLSearchParams): string {
  return [...new Set(form.keys())]
    .toSorted()
    .flatMap((name) => [...new Set(form.getAll(name))].toSorted().map((value) => `${name}${value}`))
    .join('');
}

/** Twilio is not consistent: with the port or without it, and with an apostrophe as it is or as %27. */
function spellings(url: string): string[] {
  const parsed = new URL(url);
  const standardPort = parsed.protocol === 'https:' ? '443' : '80';
  const host = /^(\w+:\/\/(?:[^/@]*@)?)([^/:]+|\[[^\]]*\])(?::\d+)?/;
  const written = [url, parsed.href].flatMap((each) => [
    each,
    each.replace(host, '$1$2'),
    each.replace(host, `$1$2:${parsed.port || standardPort}`),
  ]);
  return [...new Set(written)];
}
