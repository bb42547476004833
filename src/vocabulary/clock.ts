/** Where the time comes from. Tests give their own. */
export abstract class Clock {
  abstract now(): Date;
}

export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}

const dayMs = 86_400_000;
const london = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The calendar date of a moment in London, as YYYY-MM-DD: the date that money counts by. */
export function londonDate(moment: Date): string {
  return london.format(moment);
}

/** The date so many days later, or earlier, of a date YYYY-MM-DD. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);
}

/** How many days lie between two dates YYYY-MM-DD. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs);
}

/** A moment of a London date, YYYY-MM-DD, for what is told by its date alone. */
export function londonNoon(date: string): Date {
  return new Date(`${date}T12:00:00Z`);
}
