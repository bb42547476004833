const london = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  dateStyle: 'long',
  timeStyle: 'short',
});

/** A moment as it was on a clock in London: 1 March 2022 at 09:30. */
export function LondonTime({ moment }: { moment: Date }) {
  return <time datetime={moment.toISOString()}>{london.format(moment)}</time>;
}
