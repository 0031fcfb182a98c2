/**
 * How far two groupings of the same people agree, corrected for chance (Hubert and Arabie, 1985): 1 where they are the same
 * whatever the groups are called, about 0 where they have nothing to do with each other, below where they avoid each other.
 * @returns 1 where both put everybody into one group or each into their own
 */
export function adjustedRandIndex(one: ArrayLike<number>, other: ArrayLike<number>): number {
  const both = new Map<string, number>();
  const [rows, columns] = [new Map<number, number>(), new Map<number, number>()];
  for (let at = 0; at < one.length; at++) {
    const [a, b] = [one[at] as number, other[at] as number];
    add(both, `${a}/${b}`);
    add(rows, a);
    add(columns, b);
  }
  const together = pairsIn(both);
  const [inRows, inColumns] = [pairsIn(rows), pairsIn(columns)];
  const all = pairs(one.length);
  const expected = all === 0 ? 0 : (inRows * inColumns) / all;
  const most = (inRows + inColumns) / 2;
  return most === expected ? 1 : (together - expected) / (most - expected);
}

function add<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function pairsIn(counts: Map<unknown, number>): number {
  let sum = 0;
  for (const count of counts.values()) sum += pairs(count);
  return sum;
}

const pairs = (count: number): number => (count * (count - 1)) / 2;
