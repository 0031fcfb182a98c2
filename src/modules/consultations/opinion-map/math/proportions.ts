/** One in ten such values comes about by chance where there is nothing (normal distribution, one side). */
export const clear = 1.2816;

/** Share of those who saw a statement and took a stance, drawn towards one half where few have seen it. */
export function probability(count: number, seen: number): number {
  return (count + 1) / (seen + 2);
}

/** z of a share against one half, one more of each counted so that small numbers do not shout. */
export function proportionTest(count: number, seen: number): number {
  const all = seen + 1;
  return 2 * Math.sqrt(all) * ((count + 1) / all - 0.5);
}

/** z of one share against another (pooled two-proportion test), one more of each counted; 0 where both are everybody. */
export function twoProportionTest(count: number, seen: number, otherCount: number, otherSeen: number): number {
  const [a, n, b, m] = [count + 1, seen + 1, otherCount + 1, otherSeen + 1];
  const pooled = (a + b) / (n + m);
  if (pooled >= 1) return 0;
  return (a / n - b / m) / Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m));
}
