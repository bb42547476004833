/** SQL: a donation was given from one London date to another, both inclusive and both optional parameters. */
export function givenBetween(from: string, to: string): string {
  return `(${from}::date is null or donation.given_at >= ${from}::date::timestamp at time zone 'Europe/London')
    and (${to}::date is null or donation.given_at < (${to}::date + 1)::timestamp at time zone 'Europe/London')`;
}

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
