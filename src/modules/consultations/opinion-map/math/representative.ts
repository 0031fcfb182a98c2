import type { Counts, Representative, Stance, StatementFigures } from './opinion-map.ts';
import { clear, probability, proportionTest, twoProportionTest } from './proportions.ts';

const most = 5;

/**
 * What a group is about: statements on which its members take a stance clearly (against one half) and clearly more than
 * everybody else (against their share). Where nothing is clear, the one that comes nearest.
 */
export function representativeOf(group: number, figures: readonly StatementFigures[]): Representative[] {
  const all = figures
    .filter(({ moderatedOut, groups }) => !moderatedOut && (groups[group]?.seen ?? 0) > 0)
    .flatMap((one) => [compared(one, group, 'agree'), compared(one, group, 'disagree')])
    .filter(({ count }) => count > 0);
  const passing = all.filter(({ test, ratioTest }) => test > clear && ratioTest > clear).sort(byWeight);
  if (passing.length === 0)
    return all.sort((a, b) => b.ratioTest - a.ratioTest || a.statement - b.statement).slice(0, 1);
  const chosen = passing.slice(0, most);
  const agreed = passing.find(({ stance }) => stance === 'agree');
  // What a group is for says more of it than what it is against.
  if (agreed && !chosen.includes(agreed)) chosen[most - 1] = agreed;
  return [
    ...chosen.filter(({ stance }) => stance === 'agree'),
    ...chosen.filter(({ stance }) => stance === 'disagree'),
  ];
}

function compared({ statement, groups }: StatementFigures, group: number, stance: Stance): Representative {
  const own = groups[group] as Counts;
  const taken = (counts: Counts) => (stance === 'agree' ? counts.agrees : counts.disagrees);
  let [otherCount, otherSeen] = [0, 0];
  for (const [at, counts] of groups.entries())
    if (at !== group) {
      otherCount += taken(counts);
      otherSeen += counts.seen;
    }
  const share = probability(taken(own), own.seen);
  return {
    statement,
    stance,
    count: taken(own),
    seen: own.seen,
    probability: share,
    test: proportionTest(taken(own), own.seen),
    ratio: share / probability(otherCount, otherSeen),
    ratioTest: twoProportionTest(taken(own), own.seen, otherCount, otherSeen),
    otherCount,
    otherSeen,
  };
}

function byWeight(a: Representative, b: Representative): number {
  return weight(b) - weight(a) || a.statement - b.statement;
}

function weight({ ratio, ratioTest, probability: share, test }: Representative): number {
  return ratio * ratioTest * share * test;
}
