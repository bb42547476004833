import type { FastifyRequest } from 'fastify';
import { invalid, StripeError } from './errors.js';
import { API_VERSION } from './webhooks.js';

/** 401 unless the secret key comes as a Bearer token or as the user of Basic authorization. */
export function requireKey(request: FastifyRequest, secretKey: string): void {
  const [scheme, value] = (request.headers.authorization ?? '').split(' ');
  if (!value)
    throw unauthorized("You did not provide an API key, as in 'Authorization: Bearer YOUR_SECRET_KEY'.");
  const isBasic = scheme?.toLowerCase() === 'basic';
  const key = isBasic ? Buffer.from(value, 'base64').toString().split(':')[0]! : value;
  if (/^[a-z]k_live_/.test(key)) throw unauthorized('This is a sandbox: a live key never belongs here.');
  if (key !== secretKey)
    throw unauthorized(`Invalid API Key provided: ${key.slice(0, 8)}****${key.slice(-4)}`);
}

/** 400 for any version but the one that this account speaks. */
export function requireVersion(request: FastifyRequest): void {
  const version = request.headers['stripe-version'] ?? API_VERSION;
  if (version !== API_VERSION) throw invalid(`Invalid Stripe API version: ${String(version)}`);
}

function unauthorized(message: string): StripeError {
  return new StripeError(401, 'invalid_request_error', message);
}
