import { charges } from '../ledger/entry.js';
import type { Report } from './report.js';
import { bookedInPeriod, into } from './report-sql.js';

const funds = ['held', 'due_from_partner', 'given_directly'].map(into).join(' + ');

/** Together they are what the donations say was refunded, lost and reversed. Below 0: a refund that was taken back. */
export const refunds: Report = {
  name: 'refunds',
  about:
    'Everything that went back of donations, by whose decision and why: refunds, lost disputes, reversals.',
  columns: {
    bookedOn: 'code',
    appeal: 'code',
    happening: 'code',
    donationId: 'code',
    amountPence: 'whole',
    refundId: 'code',
    reason: 'text',
    requestedBy: 'text',
    approvedBy: 'text',
    entry: 'code',
    sourceId: 'text',
  },
  sql: `
    select booked_on as "bookedOn", book as appeal, happening, back.donation_id as "donationId",
      amount as "amountPence", refund.id as "refundId", refund.reason, requested_by as "requestedBy",
      approved_by as "approvedBy", entry, source_id as "sourceId"
    from (
      select entry, booked_on, book, happening, donation_id, source, source_id, sum(${funds}) as amount
      from reports.booked_transfer
      where donation_id is not null and happening not in ('${charges.join("', '")}') and ${bookedInPeriod}
      group by entry, booked_on, book, happening, donation_id, source, source_id
      having sum(${funds}) <> 0
    ) back
    left join giving.refund on refund.id = coalesce(
      (select refund_id from card.balance_transaction moved join card.refund on refund.id = moved.source_id
        where back.source = 'stripe' and moved.id = back.source_id),
      (select refund_id from text.reversal
        where back.happening = 'text_reversed' and id::text = substring(back.source_id from '[^/]*$')),
      (select id from giving.refund paid
        where back.source = 'bank' and paid.donation_id = back.donation_id and back.source_id = 'refund/' || paid.id))
    order by booked_on, entry`,
};
