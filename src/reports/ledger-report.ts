import type { Report } from './report.js';
import { bookedInPeriod, moment } from './report-sql.js';

export const ledger: Report = {
  name: 'ledger',
  about: 'Every transfer of the books, in the order of their entries.',
  columns: {
    entry: 'code',
    leg: 'whole',
    appeal: 'code',
    bookedOn: 'code',
    happening: 'code',
    debit: 'code',
    credit: 'code',
    amountPence: 'whole',
    donationId: 'code',
    occurredAt: 'code',
    recordedAt: 'code',
    source: 'code',
    sourceId: 'text',
    reverses: 'code',
  },
  sql: `
    select entry, leg, book as appeal, booked_on as "bookedOn", happening, debit, credit,
      amount_pence as "amountPence", donation_id as "donationId", ${moment('occurred_at')} as "occurredAt",
      ${moment('recorded_at')} as "recordedAt", source, source_id as "sourceId", reverses
    from reports.booked_transfer where ${bookedInPeriod}
    order by entry, leg`,
};
