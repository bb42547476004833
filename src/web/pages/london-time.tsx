import { useWords } from './words.js';

/** A date YYYY-MM-DD as people write it in a language: 1 March 2022. */
export function longDate(date: string, htmlLang: string): string {
  return new Intl.DateTimeFormat(htmlLang, { timeZone: 'UTC', dateStyle: 'long' }).format(new Date(date));
}

export function LongDate({ date }: { date: string }) {
  return <time datetime={date}>{longDate(date, useWords().htmlLang)}</time>;
}

/** A moment as it was on a clock in London, in the language of the page: 1 March 2022 at 09:30. */
export function LondonTime({ moment }: { moment: Date }) {
  const london = new Intl.DateTimeFormat(useWords().htmlLang, {
    timeZone: 'Europe/London',
    dateStyle: 'long',
    timeStyle: 'short',
  });
  return <time datetime={moment.toISOString()}>{london.format(moment)}</time>;
}
