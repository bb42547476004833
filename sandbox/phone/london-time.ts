const londonClock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/London',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** `yyyyMMddHHmmss` on London's clocks, without a zone, as Fonix writes times. */
export function londonTime(at: Date): string {
  return londonClock.format(at).replace(/\D/g, '');
}
