import type { FailureReason } from './text-gateway.js';

/**
 * Final failures seen in the public clients, and what they mean. The full list is not public, so any other code
 * but DELIVERED is no final word: never charged, never failed.
 */
const reasons: Readonly<Record<string, FailureReason>> = {
  PERMANENT_OPERATOR_ERROR: 'network_error',
  INSUFFICIENT_FUNDS: 'insufficient_credit',
  TEMPORARY_BARRED: 'barred_premium',
  PAYM_MNO_SPEND_LIMIT: 'spend_limit',
  MAX_SPEND_MSISDN: 'spend_limit',
  SECTOR_NOT_ALLOWED: 'barred_premium',
  OPERATOR_SRV_DAILY_MAX_SPEND: 'spend_limit',
  OPERATOR_SRV_WEEKLY_MAX_SPEND: 'spend_limit',
  OPERATOR_SRV_MONTHLY_MAX_SPEND: 'spend_limit',
  OPERATOR_SRV_TYPE_DAILY_MAX_SPEND: 'spend_limit',
  OPERATOR_SRV_TYPE_WEEKLY_MAX_SPEND: 'spend_limit',
  OPERATOR_SRV_TYPE_MONTHLY_MAX_SPEND: 'spend_limit',
  INVALID_NUMBER: 'number_invalid',
};

export const delivered = 'DELIVERED';

/** Why it failed for good, or `undefined` for a code that is no final failure. */
export function failureReason(code: string): FailureReason | undefined {
  return Object.hasOwn(reasons, code) ? reasons[code] : undefined;
}
