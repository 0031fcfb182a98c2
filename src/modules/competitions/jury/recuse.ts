import { z } from 'zod';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { type Acting, actOnCompetition } from '../act-on-competition.ts';
import { mayChair, mayJudge, organises } from '../competitions.policy.ts';
import { competitionOfStage, fillGaps, holdOpen } from './assign-jurors.ts';
import { assignmentsOf } from './assignment.queries.ts';
import './jury.errors.ts';
import { insertConfirmation } from './juror.queries.ts';
import { saidConflicts } from './jury.rules.ts';
import { type ScoringStage, scoringStage } from './load-jury.ts';
import { seatsOf } from './sheet.queries.ts';
import { standAside } from './stand-aside.ts';

export const conflictInput = z
  .object({
    entryId: z.uuid().nullable().default(null),
    categoryId: z.uuid().nullable().default(null),
    kind: z.enum(saidConflicts),
    words: z.string().trim().max(500).default(''),
  })
  .refine(({ entryId, categoryId }) => (entryId === null) !== (categoryId === null));
export type ConflictInput = z.input<typeof conflictInput>;

export const confirmInput = z.object({
  stageId: z.uuid(),
  conflicts: z.array(conflictInput).max(400).default([]),
});

/**
 * A juror agrees to the rules of a stage, before the first sheet, and names the entries and categories they have to do with.
 * @throws AppError competitions.too_late, kernel.not_allowed
 */
export async function confirmJury(k: Kernel, actor: Actor, input: z.input<typeof confirmInput>): Promise<void> {
  const { stageId, conflicts } = confirmInput.parse(input);
  const act = { act: 'confirm_jury', as: 'juror' as const, may: mayJudge };
  await actOnCompetition(k, actor, await competitionOfStage(k, stageId), act, async (acting) => {
    const { tx, competition, at } = acting;
    const stage = scoringStage(competition, stageId);
    holdOpen(stage);
    const jurorId = actor.accountId ?? fail('kernel.not_allowed');
    const isNew = await insertConfirmation(tx, { stageId, jurorId, competitionId: competition.id, at });
    const aside = await takeOut(acting, stage, { jurorId, conflicts, byId: jurorId, byAs: 'juror' });
    return { stageId, details: { conflicts: aside }, done: isNew || aside > 0, result: undefined };
  });
}

export const recuseInput = z.object({
  stageId: z.uuid(),
  /** whom it is about; none: whoever does it */
  jurorId: z.uuid().optional(),
  /** as what somebody takes another out */
  as: z.enum(['organiser', 'chair']).default('organiser'),
  conflict: conflictInput,
});

/**
 * A juror stands aside from an entry or a category, by themself at any time or by the organiser or chair with a reason: their
 * sheet is void, and somebody else gets the entry.
 * @throws AppError competitions.jury_recused_already, competitions.too_late, kernel.not_allowed, kernel.invalid without a reason
 */
export async function recuse(k: Kernel, actor: Actor, input: z.input<typeof recuseInput>): Promise<void> {
  const { stageId, conflict, ...given } = recuseInput.parse(input);
  const jurorId = given.jurorId ?? actor.accountId ?? fail('kernel.not_allowed');
  const isOwn = jurorId === actor.accountId;
  if (conflict.words.length < 2) failFields({ words: { key: 'competitions.jury.wrong.reason' } });
  const byAs: 'juror' | 'organiser' | 'chair' = isOwn ? 'juror' : given.as;
  const may = { juror: mayJudge, chair: mayChair, organiser: organises }[byAs];
  const act = { act: 'recuse', as: byAs, may };
  await actOnCompetition(k, actor, await competitionOfStage(k, stageId), act, async (acting) => {
    const stage = scoringStage(acting.competition, stageId);
    holdOpen(stage);
    const done = await takeOut(acting, stage, { jurorId, conflicts: [conflict], byId: actor.accountId, byAs });
    if (done === 0) fail('competitions.jury_recused_already');
    const details = { jurorId, kind: conflict.kind, by: byAs, categoryId: conflict.categoryId };
    return { stageId, ...(conflict.entryId ? { entryId: conflict.entryId } : {}), details, result: undefined };
  });
}

/** Puts a juror out of what they have to do with, and gives it to others in every stage where entries were given out. */
async function takeOut(
  acting: Acting,
  stage: ScoringStage,
  given: {
    jurorId: string;
    conflicts: readonly z.output<typeof conflictInput>[];
    byId: string | null;
    byAs: 'juror' | 'organiser' | 'chair';
  },
): Promise<number> {
  const { tx, competition } = acting;
  const { jurorId, conflicts, byId, byAs } = given;
  const entryIds = conflicts.flatMap(({ entryId }) => entryId ?? []);
  const known = await seatsOf(tx, { competitionId: competition.id, stageId: stage.id, jurorId, entryIds });
  const categories = new Set(competition.categories.map(({ id }) => id));
  if (conflicts.some((each) => (each.entryId ? !known.has(each.entryId) : !categories.has(each.categoryId ?? ''))))
    fail('competitions.entry_not_found');
  const count = await standAside(
    acting,
    stage,
    conflicts.map((each) => ({ ...each, jurorId, byId, byAs })),
  );
  if (count === 0) return 0;
  for (const each of competition.stages) {
    if ((each.kind !== 'jury' && each.kind !== 'pitch') || each.closedAt) continue;
    if ((await assignmentsOf(tx, each.id)).length > 0) await fillGaps(acting, each);
  }
  return count;
}
