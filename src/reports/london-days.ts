/** SQL: a donation was given from one London date to another, both inclusive and both optional parameters. */
export function givenBetween(from: string, to: string): string {
  return `(${from}::date is null or donation.given_at >= ${from}::date::timestamp at time zone 'Europe/London')
    and (${to}::date is null or donation.given_at < (${to}::date + 1)::timestamp at time zone 'Europe/London')`;
}
