/** One in ten such values comes about by chance where there is nothing (normal distribution, one side). */
export const clear = 1.2816;

/** Share of those who saw a statement and took a stance, drawn towards one half where few have seen it. */
export function probability(count: number, seen: number): number {
  return (count + 1) / (seen + 2);
}

/** z of a share against one half, one more of each stance counted as in `probability`; 0 where nobody has seen it. */
export function proportionTest(count: number, seen: number): number {
  return 2 * Math.sqrt(seen + 2) * (probability(count, seen) - 0.5);
}

/** z of one share against another: the pooled two-proportion test with one more of each stance on both sides (Agresti and Caffo). */
export function twoProportionTest(count: number, seen: number, otherCount: number, otherSeen: number): number {
  const [n, m] = [seen + 2, otherSeen + 2];
  const pooled = (count + otherCount + 2) / (n + m);
  const apart = probability(count, seen) - probability(otherCount, otherSeen);
  return apart / Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m));
}
