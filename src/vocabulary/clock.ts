/** Where the time comes from. Tests give their own. */
export abstract class Clock {
  abstract now(): Date;
}

export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}

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
