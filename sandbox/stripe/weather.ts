import { createHash } from 'node:crypto';

/** What happens to webhooks on their way to the product. Shares are out of 100. */
export interface Weather {
  /** The same seed gives the same fates, event by event. */
  seed: number;
  lost: number;
  duplicated: number;
  /** On its own way, so that a later one may arrive before it. */
  reordered: number;
  /** How late the reordered and the second ones come, at most. */
  delayMs: number;
  /** None is sent until it is released. */
  held: boolean;
}

export const FAIR: Weather = {
  seed: 1,
  lost: 0,
  duplicated: 0,
  reordered: 0,
  delayMs: 300,
  held: false,
};

interface Fate {
  /** How long each copy waits; none when the event is lost. */
  copiesAfterMs: number[];
  /** It waits for none of the earlier ones. */
  alone: boolean;
}

/** What becomes of the event with this number. */
export function fateOf(weather: Weather, eventNumber: number): Fate {
  const dice = (what: string) => {
    const drawn = createHash('sha256').update(`${weather.seed} ${eventNumber} ${what}`).digest();
    return drawn.readUInt32BE() / 2 ** 32;
  };
  const happens = (what: 'lost' | 'duplicated' | 'reordered') => dice(what) * 100 < weather[what];
  if (happens('lost')) return { copiesAfterMs: [], alone: false };
  const alone = happens('reordered');
  const first = alone ? Math.floor(dice('delay') * weather.delayMs) : 0;
  const copiesAfterMs = happens('duplicated')
    ? [first, Math.floor(dice('again') * weather.delayMs)]
    : [first];
  return { copiesAfterMs, alone };
}
