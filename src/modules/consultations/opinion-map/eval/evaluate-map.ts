import { MapKeeper } from '../math/opinion-map.ts';
import { silhouettes } from '../math/silhouette.ts';
import { adjustedRandIndex } from './adjusted-rand-index.ts';
import { readConversation } from './read-conversation.ts';

export type MapEvaluation = {
  /** who voted */
  participants: number;
  /** statements with a vote */
  statements: number;
  /** pairs of participant and statement: the last vote of each counts */
  votes: number;
  groups: number;
  /** reading and computing */
  seconds: number;
  /** the most memory that the process had */
  peak_mb: number;
  /** our groups against those of the file, over participants that have one there; null where nobody has one */
  adjusted_rand_index: number | null;
  /** participants that were compared */
  compared: number;
  reference_groups: number;
  /** mean silhouettes of both groupings of those who were compared, in the plane that was computed here */
  silhouette: number | null;
  reference_silhouette: number | null;
};

/**
 * Rebuilds the map of a real conversation and compares its groups with those that Polis gave. Whoever voted too little to
 * count here but has a group there is taken as in the group next to them.
 * @throws UnreadableConversation
 */
export async function evaluateMap(folder: string): Promise<MapEvaluation> {
  const started = performance.now();
  const { batch, moderatedOut, groups } = await readConversation(folder);
  const keeper = new MapKeeper();
  keeper.apply(batch);
  keeper.moderateOut(moderatedOut);
  const map = keeper.compute();
  const seconds = (performance.now() - started) / 1000;
  return {
    participants: map.participants,
    statements: map.statements,
    votes: map.votes,
    groups: map.k,
    seconds: rounded(seconds, 3),
    peak_mb: rounded(process.resourceUsage().maxRSS / 1024, 1),
    ...compare(keeper, groups),
  };
}

function compare(keeper: MapKeeper, reference: Map<number, number>) {
  const standing = keeper.standing();
  const rows = [...(standing?.participants ?? []).keys()].filter((row) =>
    reference.has(standing?.participants[row] as number),
  );
  if (!standing || rows.length === 0)
    return {
      adjusted_rand_index: null,
      compared: 0,
      reference_groups: 0,
      silhouette: null,
      reference_silhouette: null,
    };
  const theirs = rows.map((row) => reference.get(standing.participants[row] as number) as number);
  const names = [...new Set(theirs)];
  // Without groups everybody is in one.
  const ours = Uint8Array.from(rows, (row) => Math.max(0, standing.groups[row] as number));
  const places = Uint8Array.from(theirs, (group) => names.indexOf(group));
  const at = (axis: Float64Array) => Float64Array.from(rows, (row) => axis[row] as number);
  const points = { x: at(standing.points.x), y: at(standing.points.y) };
  const [own, other] = silhouettes(points, [ours, places]);
  return {
    adjusted_rand_index: rounded(adjustedRandIndex(ours, places), 4),
    compared: rows.length,
    reference_groups: names.length,
    silhouette: rounded(own?.mean ?? 0, 4),
    reference_silhouette: rounded(other?.mean ?? 0, 4),
  };
}

function rounded(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
