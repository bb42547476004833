import { useWords } from './words.js';

/** A moment as it was on a clock in London, in the language of the page: 1 March 2022 at 09:30. */
export function LondonTime({ moment }: { moment: Date }) {
  const london = new Intl.DateTimeFormat(useWords().htmlLang, {
    timeZone: 'Europe/London',
    dateStyle: 'long',
    timeStyle: 'short',
  });
  return <time datetime={moment.toISOString()}>{london.format(moment)}</time>;
}
