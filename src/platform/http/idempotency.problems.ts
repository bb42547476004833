import { Problem } from '../../vocabulary/problem.js';

export class IdempotencyKeyReused extends Problem {
  readonly code = 'idempotency_key_reused';
  readonly title = 'This Idempotency-Key belongs to another request';

  constructor() {
    super('Use a new Idempotency-Key for a new request; what the earlier one made was left as it is.');
  }
}

export class IdempotencyKeyMissing extends Problem {
  readonly code = 'idempotency_key_missing';
  readonly title = 'The Idempotency-Key is missing';

  constructor() {
    super('Send an Idempotency-Key header of 8 to 255 characters, the same when you repeat the request.');
  }
}

/** The key of a request that must not work twice. Throws IdempotencyKeyMissing for none and for an unfit one. */
export function idempotencyKeyOf(header: string | undefined): string {
  if (header === undefined || !/^[\x21-\x7e]{8,255}$/.test(header)) throw new IdempotencyKeyMissing();
  return header;
}
