/** The HTTP status of every expected failure: the one table. A test holds it complete. */
export const problemStatuses: Readonly<Record<string, number>> = {
  validation_failed: 400,
  malformed: 400,
  idempotency_key_missing: 400,
  signature_invalid: 400,
  not_signed_in: 401,
  sender_refused: 403,
  not_allowed: 403,
  cross_site: 403,
  not_found: 404,
  appeal_not_found: 404,
  donation_not_found: 404,
  idempotency_key_reused: 409,
  appeal_not_open: 409,
  too_many_listeners: 503,
  not_ready: 503,
};
