/** One of those who share what is passed on. Basis points of all of them come to 10,000. */
export interface Sharing {
  basisPoints: number;
  /** What of earlier rounds. */
  paidPence: number;
}

/**
 * Cuts an amount so that each has of all rounds together its share by largest remainder: what is left of a whole
 * division goes, penny by penny, to those who lost most by it. Such a share can fall by a penny as the total grows.
 * Nobody pays back: who has that penny keeps it, and those whose own last penny was the nearest thing wait for theirs
 * until a later round. So each is within a penny of its share, and exactly on it unless somebody's would have fallen.
 */
export function cutByShares(amountPence: number, sharing: Sharing[]): number[] {
  const beforePence = sharing.reduce((sum, { paidPence }) => sum + paidPence, 0);
  const { parts, claims } = largestRemainder(beforePence + amountPence, sharing);
  const cut = parts.map((part, index) => Math.max(0, part - (sharing[index]?.paidPence ?? 0)));
  let excess = cut.reduce((sum, part) => sum + part, 0) - amountPence;
  while (excess > 0) {
    for (const index of claims.toReversed()) {
      const part = cut[index] ?? 0;
      if (excess === 0 || part === 0) continue;
      cut[index] = part - 1;
      excess -= 1;
    }
  }
  return cut;
}

/** The parts of a total, and who had a penny of the rest, with the next claims after them. */
function largestRemainder(totalPence: number, sharing: Sharing[]): { parts: number[]; claims: number[] } {
  const products = sharing.map(({ basisPoints }) => BigInt(totalPence) * BigInt(basisPoints));
  const parts = products.map((product) => Number(product / 10_000n));
  const rest = totalPence - parts.reduce((sum, part) => sum + part, 0);
  const remainder = (index: number): number => Number((products[index] ?? 0n) % 10_000n);
  const byClaim = sharing
    .map((_, index) => index)
    .toSorted((one, other) => remainder(other) - remainder(one) || one - other);
  for (const index of byClaim.slice(0, rest)) parts[index] = (parts[index] ?? 0) + 1;
  // Last in the list waits first: of those who got a penny the one who had the least claim to it.
  return { parts, claims: [...byClaim.slice(rest), ...byClaim.slice(0, rest)] };
}
