import type { Kernel } from '../../../kernel/kernel.ts';
import type { Competition } from '../competition.queries.ts';
import { makeCompetition, makeCompetitionEntry, makeDuty } from '../competitions.factory.ts';
import { assignJurors } from './assign-jurors.ts';
import type { ScoringStage } from './load-jury.ts';
import { confirmJury } from './recuse.ts';

type Made = Awaited<ReturnType<typeof makeCompetition>>;
type Account = Made['organiser'];

/**
 * Test data: a competition whose jury runs now, with entries of a thousandth name, jurors who confirmed its rules and a chair
 * who is one of them, all entries given out.
 */
export async function makeJury(
  k: Kernel,
  given: {
    entries?: number;
    /** beside the chair */
    jurors?: number;
    kind?: 'jury' | 'pitch';
    settings?: Record<string, unknown>;
    categories?: string[];
    assign?: boolean;
    confirm?: boolean;
  } = {},
): Promise<{
  competition: Competition;
  stage: ScoringStage;
  organiser: Account;
  chair: Account;
  jurors: Account[];
  entries: { id: string; number: number }[];
}> {
  const categories = given.categories ?? ['手艺'];
  const { competition, organiser } = await makeCompetition(k, {
    categories,
    stages: [
      { kind: 'entry', from: -20, to: -10 },
      { kind: given.kind ?? 'jury', from: -5, to: 5, settings: { weight: 100, ...given.settings } },
      { kind: 'results', from: 6, to: 20 },
    ],
  });
  const chair = await makeDuty(k, competition, 'chair');
  const jurors: Account[] = [];
  for (let n = 0; n < (given.jurors ?? 3); n += 1) jurors.push(await makeDuty(k, competition, 'juror'));
  const entries: { id: string; number: number }[] = [];
  for (let n = 0; n < (given.entries ?? 3); n += 1)
    entries.push(
      await makeCompetitionEntry(k, competition, {
        category: categories[n % categories.length] ?? '',
        title: `作品${n + 1}`,
        byLine: `某某${n + 1}工坊`,
      }),
    );
  const stage = competition.stages[1] as ScoringStage;
  if (given.confirm !== false)
    for (const juror of [chair, ...jurors]) await confirmJury(k, juror, { stageId: stage.id });
  if (given.assign !== false) await assignJurors(k, organiser, { stageId: stage.id });
  return { competition, stage, organiser, chair, jurors, entries };
}
