import { setTimeout } from 'node:timers/promises';

const mostMs = 20_000;
const lookEveryMs = 50;

/** Looks until `look` gives something other than undefined or false; fails with what it was waiting for. */
export async function eventually<Found>(
  what: string,
  look: () => Promise<Found | undefined | false>,
): Promise<Found> {
  for (const until = Date.now() + mostMs; Date.now() < until; await setTimeout(lookEveryMs)) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
  }
  throw new Error(`waited in vain for ${what}`);
}
