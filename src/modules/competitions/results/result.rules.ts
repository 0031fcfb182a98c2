import type { Mode, Stage, StageKind, StageSettings } from '../competitions.rules.ts';
import { scoringKinds } from '../competitions.rules.ts';
import { finalScore } from '../scoring.rules.ts';

/** What a scoring stage gave an entry. */
export type ResultPart = {
  stageId: string;
  kind: StageKind;
  /** '' where the stage has the usual name of its kind */
  title: string;
  /** percent of the final score */
  weight: number;
  /** 0 to 100, two decimals; null: the stage gave none, which counts as 0 */
  score: number | null;
  /** ballots that counted for it; null but for ballots */
  votes: number | null;
  /** the most that an entry of its category had when the stage was closed: votes ÷ most × 100 is the score */
  most: number | null;
};

export type ResultEntry = {
  id: string;
  number: number;
  parts: ResultPart[];
  /** null where nothing was scored */
  score: number | null;
  /** within the category, shared by equals; null where nobody is ranked */
  rank: number | null;
  /** position in the levels of the results stage; null: none */
  level: number | null;
  /** more share this place than the level has places: all of them get it */
  shared: boolean;
  /** the organiser chose it, or invited it, where nothing was scored */
  chosen: boolean;
  /** why, as published */
  reason: string;
};

/**
 * What a result rests on. `scores`: stages and weights; `chosen`: the organiser chose, with a reason each; `shown`: a
 * showcase, which ranks nobody.
 */
export type ResultBasis = 'scores' | 'chosen' | 'shown';

export type FinalResult = {
  basis: ResultBasis;
  /** every scoring stage is closed */
  complete: boolean;
  /** the scoring stages in order; an entry's parts are in this order */
  stages: { id: string; kind: StageKind; title: string; weight: number; closed: boolean }[];
  levels: StageSettings['results']['levels'];
  /** in the order of the competition; entries by rank, equals and unranked ones by number */
  categories: { id: string; position: number; name: string; entries: ResultEntry[] }[];
};

export const isScoring = (stage: Stage): stage is Stage<'jury' | 'ballot' | 'pitch'> =>
  scoringKinds.includes(stage.kind);

export function basisOf({ mode, stages }: { mode: Mode; stages: readonly Stage[] }): ResultBasis {
  if (stages.some(isScoring)) return mode === 'award' ? 'scores' : 'shown';
  return mode === 'award' ? 'chosen' : 'shown';
}

/** What is compared: the score, then what juries gave of it, then the place in the last jury, where the chair broke ties. */
type Compared = { score: number; juryScore: number; juryPlace: number };

const juryKinds: readonly StageKind[] = ['jury', 'pitch'];

/**
 * The final score and what decides between equals.
 * @param places place in each stage, as closed, in the order of the parts
 */
export function comparedBy(parts: readonly ResultPart[], places: readonly (number | null)[]): Compared {
  const byJury = parts.filter(({ kind }) => juryKinds.includes(kind));
  const last = parts.findLastIndex(({ kind }) => juryKinds.includes(kind));
  return {
    score: finalScore(parts),
    // In ten-thousandths: not rounded, so that what differs is not made equal.
    juryScore: byJury.reduce((sum, { weight, score }) => sum + weight * Math.round((score ?? 0) * 100), 0),
    // Whoever has no place there stands behind those who have one.
    juryPlace: last < 0 ? 0 : (places[last] ?? Number.MAX_SAFE_INTEGER),
  };
}

const better = (a: Compared, b: Compared): number =>
  b.score - a.score || b.juryScore - a.juryScore || a.juryPlace - b.juryPlace;

/** Places from the highest score down; who equals in all three shares the place, and the next is left out (1, 2, 2, 4). */
export function placed<T extends { number: number; compared: Compared }>(
  entries: readonly T[],
): (T & { rank: number })[] {
  const sorted = [...entries].sort((a, b) => better(a.compared, b.compared) || a.number - b.number);
  const places: (T & { rank: number })[] = [];
  for (const [at, entry] of sorted.entries()) {
    const before = places[at - 1];
    const equal = before !== undefined && better(before.compared, entry.compared) === 0;
    places.push({ ...entry, rank: equal ? before.rank : at + 1 });
  }
  return places;
}

/**
 * The level of each place: places are counted down, so that whoever shares a place at the border of a level all get it
 * and use up places of the next.
 */
export function awarded<T extends { rank: number }>(
  entries: readonly T[],
  levels: readonly { places: number }[],
): (T & { level: number | null; shared: boolean })[] {
  const ends = levels.map((_, at) => levels.slice(0, at + 1).reduce((sum, { places }) => sum + places, 0));
  return entries.map((entry) => {
    const at = ends.findIndex((end) => entry.rank <= end);
    const equals = entries.filter(({ rank }) => rank === entry.rank).length;
    const end = ends[at];
    return { ...entry, level: at < 0 ? null : at, shared: end !== undefined && entry.rank + equals - 1 > end };
  });
}
