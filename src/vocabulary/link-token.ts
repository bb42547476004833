import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** The secret in a donor's link, 144 bits: whoever has it may see and do what the donor may. */
export function newLinkToken(): string {
  return randomBytes(18).toString('base64url');
}

/** Compares hashes, so that the time taken tells nothing of the token. */
export function sameToken(known: string, shown: unknown): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(known), hash(String(shown)));
}
