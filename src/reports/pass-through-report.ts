import type { Report } from './report.js';
import { givenBetween } from './report-sql.js';

/**
 * A gift that several rounds carry counts in each, by its own days. What is unpassed is in the books and in no round
 * that was sent; whoever collects directly has it already.
 */
export const passThrough: Report = {
  name: 'pass-through',
  about:
    'How long donations take from donor to charity, by the month they were given, and what is not passed on.',
  columns: {
    appeal: 'code',
    month: 'code',
    channel: 'code',
    donations: 'whole',
    netPence: 'whole',
    passedOnPence: 'whole',
    unpassedPence: 'whole',
    oldestUnpassedOn: 'code',
    medianDays: 'whole',
    percentile95Days: 'whole',
    mostDays: 'whole',
  },
  sql: `
    with gift as materialized (
      select donation.id, donation.appeal, donation.channel,
        (donation.given_at at time zone 'Europe/London')::date as given_on,
        charged_pence - refunded_pence - lost_pence - reversed_pence as net
      from giving.donation
      where donation.charged_pence > 0 and donation.collection = 'held'
        and ($1::text is null or donation.appeal = $1) and ${givenBetween('$2', '$3')}
    ), passed as materialized (
      select carried.donation_id, carried.amount_pence - carried.released_pence as pence, remittance.sent_on
      from treasury.remittance_donation carried
      join treasury.remittance on remittance.id = carried.remittance_id and sent_on is not null
      where carried.amount_pence <> carried.released_pence and ($1::text is null or remittance.appeal = $1)
    ), stand as (
      select appeal, given_on, channel, net, coalesce(sum(pence), 0) as passed_on
      from gift left join passed on donation_id = id group by id, appeal, given_on, channel, net
    ), money as (
      select appeal, to_char(given_on, 'YYYY-MM') as month, channel, count(*) as donations, sum(net) as net,
        sum(passed_on) as passed_on, sum(greatest(net - passed_on, 0)) as unpassed,
        min(given_on) filter (where net > passed_on) as oldest
      from stand group by grouping sets ((1, 2, 3), (1, 2), (1))
    ), days as (
      select appeal, to_char(given_on, 'YYYY-MM') as month, channel,
        percentile_disc(0.5) within group (order by sent_on - given_on) as median,
        percentile_disc(0.95) within group (order by sent_on - given_on) as percentile_95,
        max(sent_on - given_on) as most
      from gift join passed on donation_id = id and pence > 0 group by grouping sets ((1, 2, 3), (1, 2), (1))
    )
    select money.appeal, coalesce(money.month, 'all') as month, coalesce(money.channel, 'all') as channel, donations,
      net as "netPence", passed_on as "passedOnPence", unpassed as "unpassedPence", oldest as "oldestUnpassedOn",
      median as "medianDays", percentile_95 as "percentile95Days", most as "mostDays"
    from money left join days on days.appeal = money.appeal and days.month is not distinct from money.month
      and days.channel is not distinct from money.channel
    order by money.appeal, money.month nulls first, money.channel nulls first`,
};
