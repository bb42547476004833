import type { Report } from './report.js';
import { bookedInPeriod } from './report-sql.js';

/**
 * Together the amounts are what was remitted: sent − returned by the bank − returned by the partner. What was set off
 * stands apart: no money moved.
 */
export const remittances: Report = {
  name: 'remittances',
  about: 'All money passed on, payment by payment, what came back of it, and what was set off instead.',
  columns: {
    bookedOn: 'code',
    appeal: 'code',
    happening: 'code',
    number: 'whole',
    purpose: 'code',
    payee: 'text',
    amountPence: 'whole',
    setOffPence: 'whole',
    bankReference: 'text',
    dueOn: 'code',
    lateReason: 'text',
    preparedBy: 'text',
    approvedBy: 'text',
    remittanceId: 'code',
    entry: 'code',
  },
  sql: `
    select booked_on as "bookedOn", appeal, happening, number, purpose, coalesce(payee, partner) as payee,
      sign * case happening when 'remittance_sent' then amount_pence when 'set_off' then 0 else -amount_pence end
        as "amountPence",
      sign * case happening when 'set_off' then amount_pence else 0 end as "setOffPence",
      case happening when 'remittance_returned' then return_reference else bank_reference end as "bankReference",
      due_on as "dueOn", late_reason as "lateReason", prepared_by as "preparedBy", approved_by as "approvedBy",
      remittance_id as "remittanceId", entry
    from (
      select moved.*, moved.book as appeal, remittance.id as remittance_id, number, purpose, payee, return_reference,
        bank_reference, due_on, late_reason, prepared_by, approved_by, case when reverses is null then 1 else -1 end as sign
      from (
        select booked_transfer.*, case when happening = 'remittance_returned' then substring(source_id from '[^/]*$')
            when reverses is null then source_id
            else (select source_id from ledger.transfer original where original.entry = booked_transfer.reverses limit 1)
          end as of_remittance
        from reports.booked_transfer
        where happening in ('remittance_sent', 'remittance_returned', 'partner_returned', 'set_off') and ${bookedInPeriod}
      ) moved
      left join treasury.remittance_payment payment on payment.id::text = of_remittance
      left join treasury.remittance on remittance.id::text = coalesce(payment.remittance_id::text, of_remittance)
    ) moved
    order by booked_on, entry`,
};
