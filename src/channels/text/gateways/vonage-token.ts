import { createHash, createHmac } from 'node:crypto';
import { isSame } from './constant-time.js';
import { posted, type Posted } from './posted-fields.js';

/**
 * The claims of a JWT that is signed with this secret by HS256 and by nothing else: what the token itself says
 * of its algorithm is never followed. `undefined` for any other.
 */
export function signedClaims(token: string, secret: string): Posted | undefined {
  const [header = '', payload = '', signature = '', ...rest] = token.split('.');
  const right = createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url');
  if (!isSame(signature, right) || rest.length > 0) return undefined;
  return readPart(header)?.['alg'] === 'HS256' ? readPart(payload) : undefined;
}

/** Whether the claims are Vonage's about this body and this account (Messages API, "Signed webhooks"). */
export function isAbout(claims: Posted, rawBody: Buffer, apiKey: string): boolean {
  const hash = createHash('sha256').update(rawBody).digest('hex');
  return (
    claims['iss'] === 'Vonage' &&
    claims['api_key'] === apiKey &&
    isSame(String(claims['payload_hash']).toLowerCase(), hash)
  );
}

function readPart(part: string): Posted | undefined {
  try {
    return posted(JSON.parse(Buffer.from(part, 'base64url').toString('utf8')));
  } catch {
    return undefined;
  }
}
