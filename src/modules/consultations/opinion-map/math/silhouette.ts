import { everyNth, type Points } from './groups.ts';

/** Distances between so many points are taken into account; of more, every n-th. */
const most = 2000;

export type Silhouette = {
  /** -1..1: how much nearer people are to their own group than to the next one */
  mean: number;
  /** standard error of that mean */
  error: number;
};

/**
 * Mean silhouette of each grouping of the same points. Somebody alone in a group counts as 0.
 * @param groupings group of each point, 0 and up; a grouping with a single group has 0
 */
export function silhouettes(points: Points, groupings: readonly Uint8Array[]): Silhouette[] {
  const { x, y } = everyNth(points, most);
  const chosen = groupings.map((of) => everyNthOf(of, most));
  const sizes = chosen.map((of) => {
    const size = new Float64Array(of.reduce((highest, group) => Math.max(highest, group), 0) + 1);
    for (const group of of) size[group] = (size[group] as number) + 1;
    return size;
  });
  const sums = sizes.map((size) => new Float64Array(size.length));
  const totals = groupings.map(() => 0);
  const squares = groupings.map(() => 0);
  for (let one = 0; one < x.length; one++) {
    for (const sum of sums) sum.fill(0);
    for (let other = 0; other < x.length; other++) {
      const [dx, dy] = [(x[one] as number) - (x[other] as number), (y[one] as number) - (y[other] as number)];
      const distance = Math.sqrt(dx * dx + dy * dy);
      for (let n = 0; n < chosen.length; n++) {
        const group = (chosen[n] as Uint8Array)[other] as number;
        const sum = sums[n] as Float64Array;
        sum[group] = (sum[group] as number) + distance;
      }
    }
    for (let n = 0; n < chosen.length; n++) {
      const own = (chosen[n] as Uint8Array)[one] as number;
      const value = ofOne(sums[n] as Float64Array, sizes[n] as Float64Array, own);
      totals[n] = (totals[n] as number) + value;
      squares[n] = (squares[n] as number) + value * value;
    }
  }
  const count = Math.max(1, x.length);
  return totals.map((total, n) => {
    const mean = total / count;
    return { mean, error: Math.sqrt(Math.max(0, (squares[n] as number) / count - mean * mean) / count) };
  });
}

function everyNthOf(of: Uint8Array, limit: number): Uint8Array {
  return of.length <= limit
    ? of
    : Uint8Array.from({ length: limit }, (_, n) => of[Math.floor((n * of.length) / limit)] as number);
}

/** @param sums of the distances to each group's members */
function ofOne(sums: Float64Array, sizes: Float64Array, own: number): number {
  const fellows = (sizes[own] as number) - 1;
  if (fellows < 1) return 0;
  const within = (sums[own] as number) / fellows;
  let next = Number.POSITIVE_INFINITY;
  for (let group = 0; group < sums.length; group++)
    if (group !== own && (sizes[group] as number) > 0)
      next = Math.min(next, (sums[group] as number) / (sizes[group] as number));
  const larger = Math.max(within, next);
  return larger > 0 && Number.isFinite(next) ? (next - within) / larger : 0;
}
