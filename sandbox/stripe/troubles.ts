import type { FastifyInstance } from 'fastify';
import { invalid, StripeError } from './errors.js';
import type { Records } from './records.js';

/** How the next requests fail: refused, or the line goes dead before or after they were carried out. */
export const TROUBLES = [
  'rate_limit',
  'lock_timeout',
  'invalid_request',
  'server_error',
  'dropped',
  'dropped_after',
] as const;

export interface Trouble {
  kind: (typeof TROUBLES)[number];
  /** How many requests it hits yet. */
  times: number;
  /** Only requests whose path begins so: `/v1/refunds`. */
  path: string;
}

/** Makes requests to the API fail as they were told to, and refuses more than so many in a second. */
export function registerTroubles(api: FastifyInstance, records: Records): void {
  const recent: number[] = [];

  api.addHook('onRequest', async (request, reply) => {
    const now = Date.now();
    while (recent[0] !== undefined && recent[0] <= now - 1000) recent.shift();
    if (recent.length >= (records.limits['per_second'] ?? Infinity)) throw tooMany(reply);
    recent.push(now);
    const trouble = Object.values(records.troubles).find(
      ({ path, times, kind }) => times > 0 && kind !== 'dropped_after' && request.url.startsWith(path),
    );
    if (!trouble) return;
    trouble.times -= 1;
    if (trouble.kind === 'rate_limit') throw tooMany(reply);
    if (trouble.kind === 'lock_timeout')
      throw new StripeError(409, 'invalid_request_error', LOCKED, LOCK_CODE);
    if (trouble.kind === 'invalid_request') throw invalid('Not a valid URL', 'success_url', 'url_invalid');
    if (trouble.kind === 'server_error') throw new StripeError(500, 'api_error', 'An unknown error occurred');
    request.raw.socket.destroy();
  });

  api.addHook('onSend', async (request) => {
    const trouble = Object.values(records.troubles).find(
      ({ path, times, kind }) => times > 0 && kind === 'dropped_after' && request.url.startsWith(path),
    );
    if (!trouble) return;
    trouble.times -= 1;
    request.raw.socket.destroy();
  });
}

const LOCKED = 'This object cannot be accessed right now because another API request is accessing it.';
const LOCK_CODE = { code: 'lock_timeout' };

function tooMany(reply: { header(name: string, value: string): unknown }): StripeError {
  reply.header('Stripe-Rate-Limited-Reason', 'global-rate');
  return new StripeError(
    429,
    'invalid_request_error',
    'Request rate limit exceeded. Back off and try again.',
    { code: 'rate_limit' },
  );
}
