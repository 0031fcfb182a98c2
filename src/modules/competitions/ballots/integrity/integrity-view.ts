import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Competition } from '../../competition.queries.ts';
import type { Stage } from '../../competitions.rules.ts';
import { fieldOf } from '../../field.queries.ts';
import { burstsOf } from './burst.queries.ts';
import { choicesOfBurst, type Invalidation, invalidationsOf, sameChoices } from './invalidation.queries.ts';

/** Fewer ballots than this would begin to tell how single people voted. */
const fewestShown = 20;

export type BurstView = Awaited<ReturnType<typeof burstsOf>>[number];

/** How a burst's ballots differ from all others; only after the close, and of bursts with many ballots. */
export type Evidence = {
  mark: number;
  ballots: number;
  others: number;
  /** entries with the largest difference first */
  entries: { number: number; title: string; inBurst: number; elsewhere: number }[];
  same: { choices: number[]; ballots: number }[];
};

export type IntegrityView = {
  competition: Competition;
  stage: Stage<'ballot'>;
  bursts: BurstView[];
  evidence: Evidence | null;
  invalidations: Invalidation[];
};

const share = (n: number, of: number): number => (of === 0 ? 0 : n / of);

/** Bursts of a ballot and, of the one asked for, what its ballots say beside the others. */
export async function loadIntegrity(
  k: Kernel,
  competition: Competition,
  stage: Stage<'ballot'>,
  mark: number | null,
): Promise<IntegrityView> {
  const inStage = { competitionId: competition.id, stageId: stage.id };
  const bursts = await burstsOf(k.db, inStage);
  const shown = stage.closedAt !== null && mark !== null && bursts.some((burst) => burst.mark === mark);
  const evidence = shown ? await evidenceOf(k, competition, stage, mark) : null;
  const invalidations = await invalidationsOf(k.db, stage.id, { limit: 200 });
  return { competition, stage, bursts, evidence, invalidations };
}

async function evidenceOf(
  k: Kernel,
  competition: Competition,
  stage: Stage<'ballot'>,
  mark: number,
): Promise<Evidence | null> {
  const inStage = { competitionId: competition.id, stageId: stage.id };
  const { ballots, others, entries } = await choicesOfBurst(k.db, inStage, mark);
  if (ballots < fewestShown) return null;
  const titles = new Map((await fieldOf(k.db, competition, stage)).map(({ number, title }) => [number, title]));
  const apart = ({ inBurst, elsewhere }: { inBurst: number; elsewhere: number }) =>
    Math.abs(share(inBurst, ballots) - share(elsewhere, others));
  return {
    mark,
    ballots,
    others,
    entries: entries
      .map((entry) => ({ ...entry, title: titles.get(entry.number) ?? '' }))
      .sort((a, b) => apart(b) - apart(a) || a.number - b.number)
      .slice(0, 10),
    same: await sameChoices(k.db, inStage, mark),
  };
}
