import type { Report } from './report.js';
import { bookedInPeriod, into } from './report-sql.js';

/** Below 0 is what was given back of a fee. Together they are due_from_operator but for what the operator has paid. */
export const fees: Report = {
  name: 'fees',
  about: 'Every fee: who kept it and who bears it, which is the operator and never the charity.',
  columns: {
    bookedOn: 'code',
    appeal: 'code',
    keptBy: 'code',
    bornBy: 'code',
    happening: 'code',
    feePence: 'whole',
    donationId: 'code',
    entry: 'code',
    sourceId: 'text',
  },
  sql: `
    select booked_on as "bookedOn", book as appeal, coalesce(max(gateway), source) as "keptBy",
      'operator' as "bornBy", happening, sum(${into('due_from_operator')}) as "feePence",
      donation_id as "donationId", entry, source_id as "sourceId"
    from reports.booked_transfer
    where 'due_from_operator' in (debit_name, credit_name) and happening <> 'operator_paid' and ${bookedInPeriod}
    group by entry, booked_on, book, source, happening, donation_id, source_id
    order by booked_on, entry`,
};
