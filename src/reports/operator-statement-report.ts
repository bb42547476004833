import type { Report } from './report.js';
import { into } from './report-sql.js';

/** What is owed after each line is due_from_operator at the end of that day. */
export const operatorStatement: Report = {
  name: 'operator-statement',
  about: 'What the operator owes for fees, day by day, what it has paid, and what is left.',
  columns: {
    appeal: 'code',
    bookedOn: 'code',
    item: 'code',
    entries: 'whole',
    amountPence: 'whole',
    owedPence: 'whole',
  },
  sql: `
    select book as appeal, booked_on as "bookedOn", item, entries, amount as "amountPence",
      sum(amount) over (partition by book order by booked_on nulls first, item) as "owedPence"
    from (
      select book, case when booked_on >= coalesce($2::date, booked_on) then booked_on end as booked_on,
        case when booked_on >= coalesce($2::date, booked_on) then happening::text else 'brought_forward' end as item,
        count(distinct entry) as entries, sum(${into('due_from_operator')}) as amount
      from reports.booked_transfer
      where 'due_from_operator' in (debit_name, credit_name) and ($1::text is null or book = $1)
        and ($3::date is null or booked_on <= $3::date)
      group by 1, 2, 3
    ) moved
    order by book, booked_on nulls first, item`,
};
