import { IsISO8601, Matches } from 'class-validator';

/** A calendar date, YYYY-MM-DD, that there is. */
export function IsLondonDate(): PropertyDecorator {
  const message = 'must be a date such as 2026-11-30';
  return (target, property) => {
    Matches(/^[1-9]\d{3}-\d\d-\d\d$/, { message })(target, property as string);
    IsISO8601({ strict: true }, { message })(target, property as string);
  };
}
