import type {
  Counts,
  GroupInformedConsensus,
  MajorityConsensus,
  OpinionMap,
  Stance,
  StatementFigures,
} from './opinion-map.ts';
import { clear, probability, proportionTest } from './proportions.ts';

const mostOfMajority = 5;
const mostGroupInformed = 20;

/**
 * What most of all who count take the same stance on: more than half of them, and clearly so. Everybody counts as long as
 * there are no groups.
 */
export function majorityOf(figures: readonly StatementFigures[]): OpinionMap['majority'] {
  const of = (stance: Stance): MajorityConsensus[] =>
    inPlay(figures)
      .map(({ statement, all, groups }) => {
        const those = groups.length > 0 ? groups : [all];
        const count = those.reduce((sum, counts) => sum + taken(counts, stance), 0);
        const seen = those.reduce((sum, counts) => sum + counts.seen, 0);
        return {
          statement,
          stance,
          count,
          seen,
          probability: probability(count, seen),
          test: proportionTest(count, seen),
        };
      })
      .filter((one) => one.probability > 0.5 && one.test > clear)
      .sort((a, b) => b.probability * b.test - a.probability * a.test || a.statement - b.statement)
      .slice(0, mostOfMajority);
  return { agree: of('agree'), disagree: of('disagree') };
}

/** What every single group leans to, by the product of the groups' shares. */
export function groupInformedOf(figures: readonly StatementFigures[]): OpinionMap['groupInformed'] {
  const of = (stance: Stance): GroupInformedConsensus[] =>
    inPlay(figures)
      .filter(({ groups }) => groups.length > 1)
      .map(({ statement, groups: counts }) => {
        const groups = counts.map((one) => {
          const count = taken(one, stance);
          return { count, seen: one.seen, probability: probability(count, one.seen) };
        });
        const shares = groups.map((group) => group.probability);
        return {
          statement,
          stance,
          probability: shares.reduce((product, share) => product * share, 1),
          least: Math.min(...shares),
          groups,
        };
      })
      .filter(({ least }) => least > 0.5)
      .sort((a, b) => b.probability - a.probability || a.statement - b.statement)
      .slice(0, mostGroupInformed);
  return { agree: of('agree'), disagree: of('disagree') };
}

function inPlay(figures: readonly StatementFigures[]): StatementFigures[] {
  return figures.filter(({ moderatedOut }) => !moderatedOut);
}

function taken(counts: Counts, stance: Stance): number {
  return stance === 'agree' ? counts.agrees : counts.disagrees;
}
