import type { FastifyRequest } from 'fastify';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { CompetitionFacts } from '../competitions.policy.ts';
import { mayJudge } from '../competitions.policy.ts';
import { type AtDesk, requireDesk } from '../desk-page.tsx';
import { type FieldEntry, fieldOf } from '../field.queries.ts';
import { assignmentsOf, recusalsOf } from './assignment.queries.ts';
import { confirmationsOf, jurorCategories } from './juror.queries.ts';
import { barredBy, type ScoringStage, scoringStage } from './load-jury.ts';
import { type Sheet, sheetsOf } from './sheet.queries.ts';

/** One entry as its juror has it. */
export type OwnEntry = { entry: FieldEntry; sheet: Sheet | undefined };

/** A juror at work on one stage. */
export type OwnWork = {
  desk: AtDesk;
  stage: ScoringStage;
  at: Date;
  isChair: boolean;
  confirmedAt: Date | undefined;
  /** all that are in the stage, for naming conflicts */
  field: FieldEntry[];
  /** theirs to score, by number */
  mine: OwnEntry[];
  /** entries from which they stand aside */
  aside: Set<string>;
};

/** @throws AppError kernel.not_allowed for whoever is no juror of the competition, competitions.not_found */
export async function ownWork(k: Kernel, request: FastifyRequest, slug: string, stageId: string): Promise<OwnWork> {
  const desk = await requireDesk(k, request, slug, mayJudge);
  const { competition, facts, actor } = desk;
  if (competition.state === 'draft') fail('competitions.not_found');
  const stage = scoringStage(competition, stageId);
  const field = await fieldOf(k.db, competition, stage);
  const sheets = new Map(
    (await sheetsOf(k.db, stageId, { jurorId: actor.accountId })).map((sheet) => [sheet.entryId, sheet]),
  );
  const barred = barredBy(
    (await recusalsOf(k.db, competition.id)).filter(({ jurorId }) => jurorId === actor.accountId),
    field,
  );
  const theirs = await isTheirs(k, stage, actor.accountId);
  return {
    desk,
    stage,
    at: k.clock.now(),
    isChair: facts.duties.includes('chair'),
    confirmedAt: (await confirmationsOf(k.db, stageId)).get(actor.accountId),
    field,
    mine: field
      .filter((entry) => !barred.has(entry.id) && theirs(entry))
      .map((entry) => ({ entry, sheet: sheets.get(entry.id) })),
    aside: new Set(barred.keys()),
  };
}

async function isTheirs(k: Kernel, stage: ScoringStage, accountId: string): Promise<(entry: FieldEntry) => boolean> {
  const assigned = (await assignmentsOf(k.db, stage.id)).filter(({ jurorId }) => jurorId === accountId);
  const live = new Set(assigned.flatMap(({ endedAt, entryId }) => (endedAt ? [] : [entryId])));
  if (stage.settings.jurorsPerEntry !== null) return ({ id }) => live.has(id);
  const struck = new Set(assigned.flatMap(({ endReason, entryId }) => (endReason === 'struck' ? [entryId] : [])));
  const own = (await jurorCategories(k.db, stage.id)).get(accountId);
  return ({ id, categoryId }) => live.has(id) || (!struck.has(id) && (!own || own.has(categoryId)));
}

/** The one of them with this number. @throws AppError competitions.entry_not_found */
export function ownEntry(work: OwnWork, number: string): OwnEntry {
  return work.mine.find(({ entry }) => String(entry.number) === number) ?? fail('competitions.entry_not_found');
}

/** What of sheets and scores somebody reads. */
export type Sight = 'all' | 'own' | 'none';

/**
 * While a stage is open, points are read by whoever gave them and by the chair; once it was closed by organisers, observers
 * and auditors too, and by jurors of the jury.
 */
export function sightOf(readsRecord: boolean, facts: CompetitionFacts, stage: Pick<ScoringStage, 'closedAt'>): Sight {
  if (facts.duties.includes('chair')) return 'all';
  if (stage.closedAt && (readsRecord || facts.duties.includes('juror'))) return 'all';
  return facts.duties.includes('juror') ? 'own' : 'none';
}
