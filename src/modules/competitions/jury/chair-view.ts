import type { FastifyRequest } from 'fastify';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { type CompetitionFacts, mayChair, mayReadRecord } from '../competitions.policy.ts';
import { type AtDesk, requireDesk } from '../desk-page.tsx';
import type { FieldEntry } from '../field.queries.ts';
import { type Closing, closingOf, type TieDecisionRow, tieDecisionsOf } from './closing.queries.ts';
import { equalEntries, holdingDecisions } from './jury.rules.ts';
import { type EntryLine, type Jury, linesOf, loadJury, scoringStage } from './load-jury.ts';
import { sightOf } from './own-work.ts';
import { countMessages } from './talk.queries.ts';
import { mayTalk } from './talk.ts';

export type Equal = {
  categoryId: string;
  category: string;
  total: number;
  /** in the chair's order where one was decided */
  entries: FieldEntry[];
  /** some would go on and some not, were they in order */
  atBorder: boolean;
  decided: TieDecisionRow | undefined;
};

export type ChairView = {
  desk: AtDesk;
  jury: Jury;
  lines: EntryLine[];
  /** address of the jury */
  base: string;
  closing: Closing | undefined;
  decisions: TieDecisionRow[];
  equals: Equal[];
  talks: Map<string, number>;
  /** whether the reader sees what was given to an entry: a chair who scores it, once their own sheet is in */
  sees: (line: EntryLine) => boolean;
};

/** @throws AppError kernel.not_allowed for whoever does not chair the jury */
export async function chairView(k: Kernel, request: FastifyRequest, slug: string, stageId: string): Promise<ChairView> {
  return juryView(k, await requireDesk(k, request, slug, mayChair), stageId);
}

/** Whoever reads all points of a stage: the chair, and once it is closed organisers, observers, auditors and its jurors. */
export async function resultView(
  k: Kernel,
  request: FastifyRequest,
  slug: string,
  stageId: string,
): Promise<ChairView> {
  const reads = (actor: Actor, facts: CompetitionFacts) =>
    mayReadRecord(actor, facts) || facts.duties.includes('juror');
  const desk = await requireDesk(k, request, slug, reads);
  const stage = scoringStage(desk.competition, stageId);
  if (sightOf(mayReadRecord(desk.actor, desk.facts), desk.facts, stage) !== 'all') fail('kernel.not_allowed');
  return juryView(k, desk, stageId);
}

export async function juryView(k: Kernel, desk: AtDesk, stageId: string): Promise<ChairView> {
  const { competition, facts, actor } = desk;
  const stage = scoringStage(competition, stageId);
  const jury = await loadJury(k.db, competition, stage);
  const lines = linesOf(jury);
  const decisions = await tieDecisionsOf(k.db, stageId);
  const viewer = { accountId: actor.accountId, isChair: facts.duties.includes('chair') };
  const sees = (line: EntryLine) => stage.closedAt !== null || mayTalk(jury, line, viewer);
  return {
    desk,
    jury,
    lines,
    base: `/jury/${competition.slug}/${stage.id}`,
    closing: await closingOf(k.db, stageId),
    decisions,
    equals: equalsOf(jury, lines.filter(sees), decisions),
    talks: await countMessages(k.db, stageId),
    sees,
  };
}

function equalsOf(jury: Jury, lines: readonly EntryLine[], decisions: readonly TieDecisionRow[]): Equal[] {
  const { advances } = jury.stage.settings;
  return jury.competition.categories.flatMap(({ id: categoryId, name: category }) => {
    const scored = lines.flatMap((line) =>
      line.entry.categoryId === categoryId && line.score !== null && line.missing.length === 0
        ? [{ id: line.entry.id, score: line.score, entry: line.entry }]
        : [],
    );
    const ours = decisions.filter((each) => each.categoryId === categoryId);
    const order = holdingDecisions(scored, ours);
    return equalEntries(scored).map((group) => {
      const total = group[0]?.score ?? 0;
      const better = scored.filter(({ score }) => score > total).length;
      const isDecided = group.every(({ id }) => order.includes(id));
      const entries = isDecided ? [...group].sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id)) : group;
      return {
        categoryId,
        category,
        total,
        entries: entries.map(({ entry }) => entry),
        atBorder: advances !== null && better < advances && better + group.length > advances,
        decided: isDecided ? ours.filter((each) => each.total === total).at(-1) : undefined,
      };
    });
  });
}
