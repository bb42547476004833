import type { Counts } from '../../platform/limits/limits.js';

export const minuteMs = 60_000;
/** What is looked at: the last ten minutes, and for whoever is patient the last day. */
export const windowMs = 10 * minuteMs;
export const dayMs = 24 * 60 * minuteMs;

export type Alarm = 'calm' | 'alarm' | 'attack';

/** Enough was declined to mean something, and more than half of what was tried. */
function mostlyDeclined({ declined = 0, paid = 0 }: Counts, least: number): boolean {
  return declined >= least && declined > paid;
}

/** How an appeal, or all of them, stand by the last ten minutes. */
export function alarmOf(lately: Counts): Alarm {
  if (mostlyDeclined(lately, 50)) return 'attack';
  return mostlyDeclined(lately, 5) ? 'alarm' : 'calm';
}

/**
 * Whether an address must wait. It is judged by what became of its payments, because a school or a newsroom
 * shares one; only thousands of pages that nobody pays on are too many by themselves.
 */
export function mustWait(lately: Counts, inADay: Counts, alarm: Alarm): boolean {
  const { started = 0, paid = 0 } = lately;
  return (
    mostlyDeclined(lately, 10) ||
    mostlyDeclined(inADay, alarm === 'attack' ? 3 : 30) ||
    started - paid > 5_000
  );
}

/** Whether a payment page has seen enough: too many cards on one page, or one card on too many pages. */
export function pageIsSpent(page: Counts, card: Counts): boolean {
  return (page['declined'] ?? 0) >= 5 || mostlyDeclined(card, 8);
}
