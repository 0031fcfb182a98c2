/** The value below which `share` (0..1) of the values lie, by nearest rank; null of nothing. */
export function percentile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? null;
}

/** The middle of the values; null of nothing. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? null) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** Rounded to `digits` decimals, so that a report shows no digits that mean nothing. */
export function rounded(value: number | null, digits = 2): number | null {
  return value === null ? null : Math.round(value * 10 ** digits) / 10 ** digits;
}

export type Spread = { p50: number | null; p95: number | null; p99: number | null; max: number | null; n: number };

/** How times are spread, in the unit they are given in. */
export function spreadOf(values: readonly number[]): Spread {
  const at = (share: number) => rounded(percentile(values, share), 1);
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1), n: values.length };
}
