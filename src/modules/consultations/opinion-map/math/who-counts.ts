import type { Votes } from './vote-table.ts';

/** Of each row the votes on statements that are in play. */
export function castInPlay(votes: Votes, open: Uint8Array): Int32Array {
  const cast = new Int32Array(votes.participants.length);
  for (let row = 0; row < cast.length; row++)
    for (let at = votes.starts[row] as number; at < (votes.starts[row + 1] as number); at++)
      cast[row] = (cast[row] as number) + (open[votes.columns[at] as number] as number);
  return cast;
}

/** Votes that make somebody count, where there are that many statements. */
export const enough = 7;
/** While fewer than this many have enough, those with the most votes make up the number. */
const atLeast = 15;

/**
 * Rows of those who are in groups: whoever voted on 7 statements that are in play (on all, where there are fewer than 7), and
 * while those are fewer than 15, whoever voted most. One vote is the least.
 * @param open of each statement whether it is in play
 * @param cast what `castInPlay` says
 */
export function whoCounts(open: Uint8Array, cast: Int32Array): Int32Array {
  const inPlay = open.reduce((sum, one) => sum + one, 0);
  const least = Math.max(1, Math.min(enough, inPlay));
  const rows = [...cast.keys()];
  const counting = rows.filter((row) => (cast[row] as number) >= least);
  if (counting.length >= atLeast) return Int32Array.from(counting);
  const others = rows
    .filter((row) => (cast[row] as number) > 0 && (cast[row] as number) < least)
    .sort((a, b) => (cast[b] as number) - (cast[a] as number) || a - b);
  return Int32Array.from([...counting, ...others.slice(0, atLeast - counting.length)]).sort();
}
