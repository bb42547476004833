/** SQL: a donation was given from one London date to another, both inclusive and both optional parameters. */
export function givenBetween(from: string, to: string): string {
  return `(${from}::date is null or donation.given_at >= ${from}::date::timestamp at time zone 'Europe/London')
    and (${to}::date is null or donation.given_at < (${to}::date + 1)::timestamp at time zone 'Europe/London')`;
}

/** SQL: a date in London, of a moment. */
const londonDay = (moment: string): string => `(${moment} at time zone 'Europe/London')::date`;

const bookedOn = londonDay('(select min(recorded_at) from ledger.transfer where donation_id = donation.id)');

/**
 * SQL: a charged donation counts in the report's period by the day it was given or, if that month was closed before
 * it was confirmed, by the day on which the books heard of it.
 */
export const countedInPeriod = `
  case when exists (
    select from reports.closed_period closed
    where closed.appeal = donation.appeal and month = date_trunc('month', ${londonDay('donation.given_at')})::date
      and (confirmed_epoch > epoch or confirmed_epoch = epoch
        and not pg_visible_in_snapshot(confirmed_txid::text::xid8, snapshot)))
  then ${bookedOn} between coalesce($2::date, '-infinity') and coalesce($3::date, 'infinity')
  else ${givenBetween('$2', '$3')} end`;

/** SQL: a transfer of reports.booked_transfer is of the report's appeal and period. */
export const bookedInPeriod = `($1::text is null or book = $1)
    and ($2::date is null or booked_on >= $2::date) and ($3::date is null or booked_on <= $3::date)`;

/** SQL: a moment as RFC 3339 writes it, in UTC. */
export function moment(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

/** SQL: what a transfer moves into an account of this name, below 0 where it takes. */
export function into(account: string): string {
  return `amount_pence * ((debit_name = '${account}')::integer - (credit_name = '${account}')::integer)`;
}
