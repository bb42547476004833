import { addDays } from '../../vocabulary/clock.js';

/** Counted from the due day: a week before, on the day, two weeks after. Nobody is reminded more often. */
const reminders = [-7, 0, 14];
/** So many days after its due day a pledge that wasn't given in full lapses. */
export const lapsesAfterDays = 30;
/** Nobody can promise for longer. */
export const longestDays = 2 * 366;

/** The next day on which the donor is reminded, later than `after`; null when there is none. All London dates. */
export function nextReminder(dueOn: string, after: string): string | null {
  return reminders.map((days) => addDays(dueOn, days)).find((day) => day > after) ?? null;
}
