import { randomUUID } from 'node:crypto';
import type { Charge, Charges } from './charges.js';
import type { NetworkSettings } from './conditions.js';
import { londonTime } from './london-time.js';
import type { Phone } from './phones.js';

/** Gives a whole charge back, refuses to, or says nothing final; the answer of Fonix's `refund`. */
export function refund(
  charges: Charges,
  phone: Phone,
  charge: Charge,
  mode: NetworkSettings['refunds'],
  requestId: string,
): Record<string, unknown> {
  const refundable = charge.statusCode === 'DELIVERED' && charge.refundedAt === undefined;
  const verdict = !refundable || mode === 'failed' ? 'failure' : mode === 'pending' ? 'pending' : 'success';
  // What is pending is given back too; only the month's statement tells.
  if (verdict !== 'failure') charges.refund(phone, charge);
  return {
    [verdict]: {
      ifversion: '201001',
      ...status[verdict],
      guid: randomUUID(),
      requestid: requestId,
      charge_guid: charge.guid,
      refund_time: londonTime(new Date()),
      refunded_amount_in_pence: verdict === 'success' ? charge.amountPence : 0,
    },
  };
}

const status = {
  success: { statuscode: 'OK', statustext: 'Refunded' },
  pending: { statuscode: 'PENDING', statustext: 'Passed to the operator' },
  failure: { statuscode: 'PERMANENT_OPERATOR_ERROR', statustext: 'The operator does not refund it' },
};
