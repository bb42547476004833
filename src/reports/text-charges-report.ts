import type { Report } from './report.js';
import { givenBetween, moment } from './report-sql.js';

/** Each charge once, beside what a statement made of it; no number is in it. */
export const textCharges: Report = {
  name: 'text-charges',
  about: 'Every charge of a text gift: what was asked of whom, and what became of it. Oldest first.',
  columns: {
    chargeId: 'code',
    donationId: 'code',
    appeal: 'code',
    gateway: 'code',
    shortcode: 'text',
    operator: 'text',
    requestedAt: 'code',
    state: 'code',
    amountPence: 'whole',
    chargedPence: 'whole',
    statusCode: 'text',
    reason: 'text',
    finalAt: 'code',
    statement: 'code',
  },
  sql: `
    select charge.id as "chargeId", charge.donation_id as "donationId", donation.appeal, charge.gateway,
      message.shortcode, message.operator, ${moment('charge.requested_at')} as "requestedAt", charge.state,
      charge.amount_pence as "amountPence", charge.charged_pence as "chargedPence",
      charge.status_code as "statusCode", charge.reason, ${moment('charge.final_at')} as "finalAt",
      (select min(verdict) from text.statement_row stated
        where stated.charge_id = charge.id and stated.verdict <> 'repeated') as statement
    from text.charge join giving.donation on donation.id = charge.donation_id
    join text.message on message.id = charge.message_id
    where ($1::text is null or donation.appeal = $1) and ${givenBetween('$2', '$3')}
    order by donation.given_at, charge.id`,
};
