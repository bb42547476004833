import type { RowRule } from './check-rules.js';

/** What each payment of a round that was sent has in the books: what went out, less what came back. */
const booked = `
  select source_id, sum(case happening when 'remittance_sent' then amount_pence else -amount_pence end) as pence
  from ledger.transfer
  where happening in ('remittance_sent', 'remittance_returned') and reverses is null group by source_id`;

/** What must hold of every remittance and of what it carries. */
export const remittanceRules: RowRule[] = [
  {
    identity: 'remittance_carries_what_it_pays',
    detail: 'What a remittance carries of donations must come to what it pays and the bank did not return.',
    faults: `
      select appeal as book, remittance.id
      from treasury.remittance
      left join lateral (
        select sum(amount_pence - released_pence) as pence from treasury.remittance_donation
        where remittance_id = remittance.id
      ) carried on true
      left join lateral (
        select sum(payment.amount_pence) as pence, sum(payment.amount_pence) filter (where returned_on is null) as left_pence
        from treasury.remittance_payment payment where remittance_id = remittance.id
      ) paid on true
      where coalesce(carried.pence, 0)
          <> case when state in ('draft', 'cancelled') then 0 else coalesce(paid.left_pence, 0) end
        or (approved_at is not null and coalesce(paid.pence, 0) <> amount_pence - set_off_pence)`,
  },
  {
    identity: 'donation_is_carried_once',
    detail:
      'Remittances together must carry no more of a donation than was charged, and no less than nothing.',
    faults: `
      select donation.appeal as book, carried.donation_id as id
      from (
        select donation_id, sum(amount_pence - released_pence) as pence from treasury.remittance_donation
        group by donation_id
      ) carried left join giving.donation on donation.id = carried.donation_id
      where donation.id is null or carried.pence not between 0 and charged_pence`,
  },
  {
    identity: 'remittance_is_booked',
    detail: 'Each payment of a remittance must be in the books as it was sent or returned.',
    faults: `
      select appeal as book, payment.id
      from treasury.remittance_payment payment join treasury.remittance on remittance.id = remittance_id
      left join (${booked}) booked on booked.source_id in (payment.id::text, 'remittance/' || payment.id::text)
      group by appeal, payment.id, payment.amount_pence, returned_on, state
      having coalesce(sum(booked.pence), 0) <> case when returned_on is null
        and state in ('sent', 'acknowledged') then payment.amount_pence else 0 end`,
  },
];
