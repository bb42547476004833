import { isISO8601, ValidateBy } from 'class-validator';
import { londonDate } from '../../vocabulary/clock.js';
import { ValidationFailed } from './http.problems.js';

function isTime(name: string, shape: RegExp, message: string): PropertyDecorator {
  const validate = (value: unknown): boolean =>
    typeof value === 'string' && shape.test(value) && isISO8601(value, { strict: true });
  return ValidateBy({ name, validator: { validate } }, { message });
}

/** A calendar date, YYYY-MM-DD, that there is. */
export function IsLondonDate(): PropertyDecorator {
  return isTime('isLondonDate', /^[1-9]\d{3}-\d\d-\d\d$/, 'must be a date such as 2026-11-30');
}

/** A moment as RFC 3339 writes it, with its offset. */
export function IsMoment(): PropertyDecorator {
  const shape = /^[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;
  return isTime('isMoment', shape, 'must be a time with its offset such as 2026-11-30T17:00:00Z');
}

/** For what people say has happened on a London date. Throws ValidationFailed where the day is still to come. */
export function requirePast(field: string, date: string, now: Date): void {
  if (date > londonDate(now)) throw new ValidationFailed([{ field, message: 'must not be after today' }]);
}
