import type { Report } from './report.js';
import { countedInPeriod, moment } from './report-sql.js';

/** The fee is what the operator owes for it by the books. Several remittances that carry it are parted by spaces. */
export const donations: Report = {
  name: 'donations',
  about: 'Every donation whose money was charged, by the day it was given, oldest first.',
  columns: {
    id: 'code',
    appeal: 'code',
    channel: 'code',
    status: 'code',
    givenAt: 'code',
    amountPence: 'whole',
    refundedPence: 'whole',
    feePence: 'whole',
    purpose: 'code',
    remittanceId: 'code',
    chargedPence: 'whole',
    lostPence: 'whole',
    reversedPence: 'whole',
  },
  sql: `
    select donation.id, donation.appeal, donation.channel, donation.status,
      ${moment('donation.given_at')} as "givenAt", donation.amount_pence as "amountPence",
      donation.refunded_pence as "refundedPence", fee.pence as "feePence", donation.purpose,
      round.ids as "remittanceId",
      donation.charged_pence as "chargedPence", donation.lost_pence as "lostPence",
      donation.reversed_pence as "reversedPence"
    from giving.donation cross join lateral (
      select coalesce(sum(case when debit.name = 'due_from_operator' then transfer.amount_pence
        when credit.name = 'due_from_operator' then -transfer.amount_pence end), 0) as pence
      from ledger.transfer join ledger.account debit on debit.id = transfer.debit_account
      join ledger.account credit on credit.id = transfer.credit_account
      where transfer.donation_id = donation.id
    ) fee cross join lateral (
      select string_agg(remittance_id::text, ' ' order by remittance_id) as ids from treasury.remittance_donation
      where donation_id = donation.id and amount_pence > released_pence
    ) round
    where donation.charged_pence > 0 and ($1::text is null or donation.appeal = $1)
      and ${countedInPeriod}
    order by donation.given_at, donation.id`,
};
