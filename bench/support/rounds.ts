/** One of the things that are compared; measures for so many seconds and says how much of `unit`. */
export interface Variant<Name extends string> {
  name: Name;
  unit: string;
  measure(seconds: number): Promise<number>;
}

const warmUpSeconds = 2;

/**
 * Measures the variants in turn, A B A B …, so that what the machine does meanwhile falls on all of them.
 * Prints every round and resolves with the medians; the round to warm up is printed and not counted.
 */
export async function interleave<Name extends string>(
  variants: Variant<Name>[],
  rounds: number,
  seconds: number,
): Promise<Record<Name, number>> {
  const results = Object.fromEntries(variants.map(({ name }) => [name, [] as number[]])) as Record<
    Name,
    number[]
  >;
  for (let round = 0; round <= rounds; round++) {
    for (const { name, unit, measure } of variants) {
      const value = await measure(round === 0 ? Math.min(seconds, warmUpSeconds) : seconds);
      if (round > 0) results[name].push(value);
      console.log(
        `${round === 0 ? 'warm-up' : `round ${round}`}  ${name.padEnd(16)} ${shown(value)} ${unit}`,
      );
    }
  }
  const medians = {} as Record<Name, number>;
  for (const { name, unit } of variants) {
    medians[name] = median(results[name]);
    console.log(`median   ${name.padEnd(16)} ${shown(medians[name])} ${unit}`);
  }
  return medians;
}

export function median(values: number[]): number {
  return percentile(values, 50);
}

/** By interpolation between the nearest two. */
export function percentile(values: number[], percent: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const place = ((sorted.length - 1) * percent) / 100;
  const below = sorted[Math.floor(place)] ?? NaN;
  const above = sorted[Math.ceil(place)] ?? NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/** Enough digits to compare with, no more. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

const shown = (value: number): string =>
  (value >= 100 ? Math.round(value).toLocaleString('en-GB') : value.toFixed(2)).padStart(12);
