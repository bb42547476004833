import type { Report } from './report.js';
import { bookedInPeriod, into } from './report-sql.js';

/** Together they are appeal_bank. A gateway keeps its fee before it pays, so the fee is no part of the amount. */
export const settlements: Report = {
  name: 'settlements',
  about: 'Every movement on the appeal’s bank account, what it settled and by whom it was matched.',
  columns: {
    bookedOn: 'code',
    appeal: 'code',
    settles: 'code',
    party: 'text',
    reference: 'text',
    amountPence: 'whole',
    feePence: 'whole',
    donationId: 'code',
    matchedBy: 'text',
    entry: 'code',
    sourceId: 'text',
  },
  sql: `
    select moved.booked_on as "bookedOn", book as appeal, happening as settles, coalesce(expectation.party, moved.gateway) as party,
      expectation.reference, amount as "amountPence", fee as "feePence", moved.donation_id as "donationId",
      line.matched_by as "matchedBy", entry, source_id as "sourceId"
    from (
      select entry, booked_on, book, happening, donation_id, source, source_id, max(gateway) as gateway,
        sum(${into('appeal_bank')}) as amount, sum(${into('due_from_operator')}) filter (where happening = 'gateway_paid') as fee
      from reports.booked_transfer
      where source <> 'stripe' and ${bookedInPeriod}
      group by entry, booked_on, book, happening, donation_id, source, source_id
      having bool_or('appeal_bank' in (debit_name, credit_name))
    ) moved
    left join treasury.bank_line line on moved.source = 'bank'
      and line.bank_account || '/' || line.bank_id = moved.source_id
    left join treasury.expectation on expectation.id = line.expectation_id
    order by moved.booked_on, entry`,
};
