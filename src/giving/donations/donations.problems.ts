import { Problem } from '../../vocabulary/problem.js';

export class DonationNotFound extends Problem {
  readonly code = 'donation_not_found';
  readonly title = 'No such donation';

  constructor() {
    super('Check the address of the receipt: it must be complete, with its token.');
  }
}

export class IdempotencyKeyReused extends Problem {
  readonly code = 'idempotency_key_reused';
  readonly title = 'This Idempotency-Key belongs to another request';

  constructor() {
    super('Use a new Idempotency-Key for a new donation; the earlier one was left as it is.');
  }
}

export class IdempotencyKeyMissing extends Problem {
  readonly code = 'idempotency_key_missing';
  readonly title = 'The Idempotency-Key is missing';

  constructor() {
    super('Send an Idempotency-Key header of 8 to 255 characters, the same when you repeat the request.');
  }
}
