import type { Standing } from '../../field.queries.ts';
import { ranked, voteScore } from '../../scoring.rules.ts';

/** An entry that was in the ballot. `out`: withdrawn or taken out before it was closed; its ballots stand, it has no place. */
export type VotedEntry = { id: string; number: number; categoryId: string; title: string; out: boolean };

/**
 * What votes come to: scores and places within each category. At the border whoever has as many votes goes on, too.
 * @param advances how many of each category go on; null: all do
 */
export function voteStandings(
  field: readonly VotedEntry[],
  votes: ReadonlyMap<number, number>,
  advances: number | null,
): Standing[] {
  const categories = Map.groupBy(field, ({ categoryId }) => categoryId);
  return [...categories.values()].flatMap((entries) => {
    const votesOf = ({ number }: { number: number }) => votes.get(number) ?? 0;
    const most = Math.max(0, ...entries.map(votesOf));
    // By votes and not by scores: two that differ by a vote in a million have the same score.
    const compared = entries.filter(({ out }) => !out).map((entry) => ({ ...entry, score: votesOf(entry) }));
    return ranked(compared).map(({ id, score, rank }) => ({
      entryId: id,
      score: voteScore(score, most),
      votes: score,
      rank,
      advances: advances === null || rank <= advances,
    }));
  });
}
