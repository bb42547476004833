import type { Share } from './settlement.entities.js';

/**
 * How much of a payment is for each share: what each still awaits or, where less came, in proportion to that. The
 * parts come to the whole: pennies left over go to the first shares; what is too much, to the first.
 */
export function splitReceived(receivedPence: number, shares: Share[]): number[] {
  const dues = shares.map(({ amountPence, feePence = 0, metPence }) =>
    Math.max(0, amountPence - feePence - metPence),
  );
  const duePence = dues.reduce((sum, due) => sum + due, 0);
  const split = dues.map((due) =>
    duePence === 0 || receivedPence >= duePence
      ? due
      : Number((BigInt(due) * BigInt(receivedPence)) / BigInt(duePence)),
  );
  let left = receivedPence - split.reduce((sum, part) => sum + part, 0);
  for (const [index, due] of dues.entries()) {
    const more = Math.min(left, due - (split[index] ?? 0));
    split[index] = (split[index] ?? 0) + more;
    left -= more;
  }
  split[0] = (split[0] ?? 0) + left;
  return split;
}
