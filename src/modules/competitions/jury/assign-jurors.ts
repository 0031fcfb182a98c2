import { z } from 'zod';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, organisationsOf } from '../../people/index.ts';
import { type Acting, actOnCompetition } from '../act-on-competition.ts';
import { organises } from '../competitions.policy.ts';
import { scoringKinds } from '../competitions.rules.ts';
import { endAssignments, insertAssignments, knownConflicts } from './assignment.queries.ts';
import { distribute } from './distribute.ts';
import './jury.errors.ts';
import { competitionIdOfStage, jurorsOf, replaceJurorCategories } from './juror.queries.ts';
import { type Jury, loadJury, pair, questionOf, type ScoringStage, scoringStage } from './load-jury.ts';
import { standAside } from './stand-aside.ts';

export const assignInput = z.object({
  stageId: z.uuid(),
  /** gives out anew what nobody has begun to score */
  again: z.boolean().default(false),
});

/** @throws AppError competitions.not_found */
export async function competitionOfStage(k: Kernel, stageId: string): Promise<string> {
  return (await competitionIdOfStage(k.db, stageId)) ?? fail('competitions.not_found');
}

/** @throws AppError competitions.too_late once its scores were settled */
export function holdOpen(stage: ScoringStage): void {
  if (stage.closedAt) fail('competitions.too_late');
}

/**
 * A stage before this one that lets only some go on must have been closed, unless it still runs beside it.
 * @throws AppError competitions.jury_gate_open
 */
export function holdGate({ competition }: Pick<Acting, 'competition'>, stage: ScoringStage): void {
  const open = competition.stages.some(
    (each) =>
      each.position < stage.position &&
      each.closedAt === null &&
      each.endsAt <= stage.startsAt &&
      scoringKinds.includes(each.kind) &&
      (each.settings as { advances: number | null }).advances !== null,
  );
  if (open) fail('competitions.jury_gate_open');
}

/**
 * Gives the entries of a stage to its jurors, by load and category, to nobody with a conflict. Fills gaps only; what an
 * ended duty or a changed category left behind is given to others. Conflicts that are known are found and recorded.
 * @returns how many were given, and numbers of entries that fewer may score than asked for
 * @throws AppError competitions.too_late, competitions.jury_gate_open, competitions.jury_no_jurors, kernel.not_allowed
 */
export async function assignJurors(
  k: Kernel,
  actor: Actor,
  input: z.input<typeof assignInput>,
): Promise<{ given: number; short: number[] }> {
  const { stageId, again } = assignInput.parse(input);
  const act = { act: 'assign_jurors', as: 'organiser' as const, may: organises };
  return actOnCompetition(k, actor, await competitionOfStage(k, stageId), act, async (acting) => {
    const stage = scoringStage(acting.competition, stageId);
    holdOpen(stage);
    holdGate(acting, stage);
    if ((await jurorsOf(acting.tx, acting.competition.id)).length === 0) fail('competitions.jury_no_jurors');
    const found = await noteKnownConflicts(acting, stage);
    const { given, short, taken } = await fillGaps(acting, stage, again);
    return {
      stageId,
      details: { given, taken, found, short },
      done: given > 0 || taken > 0 || found > 0,
      result: { given, short },
    };
  });
}

/** Records conflicts that follow from what is known: own entries, and entries of the juror's organisations. */
export async function noteKnownConflicts(acting: Acting, stage: ScoringStage): Promise<number> {
  const { tx, competition } = acting;
  const jurors: { id: string; organisationIds: string[] }[] = [];
  // One after the other: a transaction is one connection.
  for (const { id } of await jurorsOf(tx, competition.id))
    jurors.push({ id, organisationIds: (await organisationsOf(tx, id)).map((each) => each.id) });
  const conflicts = await knownConflicts(tx, competition.id, jurors);
  return standAside(
    acting,
    stage,
    conflicts.map((each) => ({ ...each, categoryId: null, words: '', byId: null, byAs: 'system' as const })),
  );
}

/** Ends what is nobody's any more, and gives out what is missing. */
export async function fillGaps(
  { tx, competition, at }: Acting,
  stage: ScoringStage,
  again = false,
): Promise<{ given: number; taken: number; short: number[] }> {
  const jury = await loadJury(tx, competition, stage);
  const { left, moved } = lapsed(jury, again);
  const taken =
    (await endAssignments(tx, { stageId: stage.id, at, reason: 'left' }, left)) +
    (await endAssignments(tx, { stageId: stage.id, at, reason: 'moved' }, moved));
  const { given, short } = distribute(questionOf(taken > 0 ? await loadJury(tx, competition, stage) : jury));
  await insertAssignments(tx, { stageId: stage.id, competitionId: competition.id, at }, given);
  const number = new Map(jury.field.map((entry) => [entry.id, entry.number]));
  return { given: given.length, taken, short: short.map(({ entryId }) => number.get(entryId) ?? 0) };
}

/** Assignments without a sheet handed in whose juror has left or judges other categories now; with `again`, all not begun. */
function lapsed(jury: Jury, again: boolean) {
  const sheets = new Map(jury.sheets.map((sheet) => [pair(sheet.jurorId, sheet.entryId), sheet.state]));
  const active = new Set(jury.jurors.map(({ id }) => id));
  const category = new Map(jury.field.map(({ id, categoryId }) => [id, categoryId]));
  const live = jury.assignments.filter((each) => each.endedAt === null);
  const left = live.filter(
    ({ jurorId, entryId }) => !active.has(jurorId) && sheets.get(pair(jurorId, entryId)) !== 'handed_in',
  );
  const moved = live.filter(({ jurorId, entryId }) => {
    if (!active.has(jurorId) || sheets.has(pair(jurorId, entryId))) return false;
    const own = jury.categories.get(jurorId);
    return again || (own !== undefined && !own.has(category.get(entryId) ?? ''));
  });
  return { left, moved };
}

export const categoriesInput = z.object({
  stageId: z.uuid(),
  /** juror → categories; one without any scores all of them */
  categories: z.record(z.uuid(), z.array(z.uuid()).max(50)),
});

/**
 * Says who scores which categories of a stage; the next assignment follows it.
 * @throws AppError competitions.too_late, kernel.not_allowed, kernel.bad_request for somebody who is no juror
 */
export async function setJurorCategories(
  k: Kernel,
  actor: Actor,
  input: z.input<typeof categoriesInput>,
): Promise<void> {
  const { stageId, categories } = categoriesInput.parse(input);
  const act = { act: 'set_juror_categories', as: 'organiser' as const, may: organises };
  await actOnCompetition(k, actor, await competitionOfStage(k, stageId), act, async ({ tx, competition }) => {
    const stage = scoringStage(competition, stageId);
    holdOpen(stage);
    const jurors = new Set((await jurorsOf(tx, competition.id)).map(({ id }) => id));
    const known = new Set(competition.categories.map(({ id }) => id));
    const rows = Object.entries(categories).flatMap(([jurorId, ids]) =>
      [...new Set(ids)].map((categoryId) => ({ jurorId, categoryId })),
    );
    if (rows.some((row) => !jurors.has(row.jurorId) || !known.has(row.categoryId))) fail('kernel.bad_request');
    await replaceJurorCategories(tx, { stageId, competitionId: competition.id }, rows);
    return { stageId, details: { jurors: new Set(rows.map(({ jurorId }) => jurorId)).size }, result: undefined };
  });
}
