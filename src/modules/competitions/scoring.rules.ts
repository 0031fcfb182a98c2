import type { Criterion } from './competitions.rules.ts';

/** Half up to two decimals, without the errors of binary fractions: 80.125 is 80.13. */
export function twoDecimals(value: number): number {
  return Math.round((value + Number.EPSILON * Math.abs(value)) * 100 + 1e-7) / 100;
}

/**
 * The total of one sheet: points (0 to 100) of each criterion by its weight in percent.
 * @returns 0 to 100, two decimals; null where a criterion has no points
 */
export function sheetTotal(
  criteria: readonly Pick<Criterion, 'id' | 'weight'>[],
  points: Readonly<Record<string, number>>,
): number | null {
  let sum = 0;
  for (const { id, weight } of criteria) {
    const given = points[id];
    if (given === undefined) return null;
    sum += given * weight;
  }
  return twoDecimals(sum / 100);
}

/**
 * The score of an entry from the totals of its sheets: with five or more, one highest and one lowest do not count; the
 * mean of the others to two decimals.
 * @returns null without a sheet; `dropped` are the totals left out
 */
export function jurySum(
  totals: readonly number[],
  dropExtremes: boolean,
): { score: number; counted: number[]; dropped: number[] } | null {
  if (totals.length === 0) return null;
  const sorted = [...totals].sort((a, b) => a - b);
  const drops = dropExtremes && sorted.length >= 5;
  const counted = drops ? sorted.slice(1, -1) : sorted;
  const dropped = drops ? [sorted[0] as number, sorted.at(-1) as number] : [];
  // In hundredths, so that a mean does not depend on the order of its parts.
  const sum = counted.reduce((all, each) => all + Math.round(each * 100), 0);
  return { score: twoDecimals(sum / counted.length / 100), counted, dropped };
}

/**
 * Votes as a score: the entry with most votes of its category has 100, the others their share of it, to two decimals.
 * With no votes at all everybody has 0.
 */
export function voteScore(votes: number, most: number): number {
  return most === 0 ? 0 : twoDecimals((votes / most) * 100);
}

/**
 * The final score: each stage's score by its weight in percent, to two decimals. A stage that gave none counts as 0.
 */
export function finalScore(parts: readonly { weight: number; score: number | null }[]): number {
  return twoDecimals(parts.reduce((sum, { weight, score }) => sum + weight * (score ?? 0), 0) / 100);
}

/**
 * Places by score from the highest down; equals share a place and the next is left out (1, 2, 2, 4). `decided` breaks
 * ties: the chair's order of entries, first is better.
 */
export function ranked<T extends { id: string; score: number }>(
  entries: readonly T[],
  decided: readonly string[] = [],
): (T & { rank: number })[] {
  const order = new Map(decided.map((id, at) => [id, at]));
  const tie = (id: string) => order.get(id) ?? Number.MAX_SAFE_INTEGER;
  const sorted = [...entries].sort((a, b) => b.score - a.score || tie(a.id) - tie(b.id));
  const places: (T & { rank: number })[] = [];
  for (const [at, entry] of sorted.entries()) {
    const before = places[at - 1];
    const equal = before !== undefined && before.score === entry.score && tie(before.id) === tie(entry.id);
    places.push({ ...entry, rank: equal ? before.rank : at + 1 });
  }
  return places;
}
