import { z } from 'zod';
import { inTransaction, type Tx } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actInTransaction } from '../act-on-competition.ts';
import { type Competition, competitionById, factsOf } from '../competition.queries.ts';
import { mayJudge } from '../competitions.policy.ts';
import { fieldOf } from '../field.queries.ts';
import { sheetTotal } from '../scoring.rules.ts';
import { competitionOfStage, holdOpen, noteKnownConflicts } from './assign-jurors.ts';
import { insertAssignments } from './assignment.queries.ts';
import './jury.errors.ts';
import { confirmationsOf, jurorCategories } from './juror.queries.ts';
import { changeOf, type Points, pointsByCriterion } from './jury.rules.ts';
import { type ScoringStage, scoringStage } from './load-jury.ts';
import {
  hasHandedIn,
  holdCompetition,
  insertSheetChange,
  lockSheet,
  type Seat,
  type Sheet,
  seatsOf,
  writeSheet,
} from './sheet.queries.ts';

const sheetInput = z.object({
  entryId: z.uuid(),
  /** of each criterion; those left out have none */
  points: pointsByCriterion,
  /** none: it stays as it is */
  comment: z.string().max(2000).optional(),
  /** false: a draft, seen by the juror alone. A sheet that was handed in stays so */
  handIn: z.boolean().default(true),
  /** needed to change what was handed in */
  reason: z.string().trim().max(500).default(''),
  /** what the form was made from; 0: nothing was there */
  version: z.number().int().min(0).optional(),
});

export const scoreInput = sheetInput.extend({ stageId: z.uuid() });
export const scoresInput = z.object({ stageId: z.uuid(), sheets: z.array(sheetInput).min(1).max(100) });
export type SheetInput = z.output<typeof sheetInput>;

/** A sheet after it was written. */
export type Scored = {
  entryId: string;
  state: 'draft' | 'handed_in' | 'reopened';
  total: number | null;
  version: number;
  changed: boolean;
};

/**
 * A juror writes the sheet of one entry, of a jury or a pitch day, as a draft or hands it in; until the stage is closed it may
 * be changed with a reason. Every change is kept.
 * @throws AppError competitions.jury_confirm_first, competitions.jury_not_yours, competitions.too_early, competitions.too_late,
 * competitions.entry_wrong_state, kernel.changed_meanwhile, kernel.not_allowed, kernel.invalid: `points-<criterion>` missing or
 * `reason` missing
 */
export async function scoreEntry(k: Kernel, actor: Actor, input: z.input<typeof scoreInput>): Promise<Scored> {
  const { stageId, ...sheet } = scoreInput.parse(input);
  const [scored] = await scoreEntries(k, actor, { stageId, sheets: [sheet] });
  return scored ?? fail('competitions.entry_not_found');
}

/** Several sheets of one juror at once: all of them are written or none. Errors as {@link scoreEntry}, of the first that fails. */
export async function scoreEntries(k: Kernel, actor: Actor, input: z.input<typeof scoresInput>): Promise<Scored[]> {
  const { stageId, sheets } = scoresInput.parse(input);
  const competitionId = await competitionOfStage(k, stageId);
  return inTransaction(k.db, async (tx) => {
    // What was handed in is changed under the same lock, and recorded as an act.
    if (sheets.some((sheet) => sheet.handIn) || (await hasHandedIn(tx, stageId, actor.accountId, sheets)))
      return handIn(k, tx, actor, { competitionId, stageId, sheets });
    await holdCompetition(tx, competitionId);
    const competition = (await competitionById(tx, competitionId)) ?? fail('competitions.not_found');
    const facts = await factsOf(tx, competition, actor.accountId);
    if (!mayJudge(actor, facts)) fail('kernel.not_allowed');
    if (competition.state !== 'open') fail('competitions.wrong_state', { state: competition.state });
    const { written, numbers } = await writeSheets(tx, actor, competition, { stageId, sheets, at: k.clock.now() });
    // Handed in from another window between the question and the sheet's lock.
    if (numbers.length > 0) fail('kernel.changed_meanwhile');
    return written;
  });
}

type Given = { stageId: string; sheets: readonly SheetInput[] };

/** Under the competition's lock: closing waits for it, or it for the closing, which then refuses it. */
function handIn(
  k: Kernel,
  tx: Tx,
  actor: Actor,
  { competitionId, ...given }: Given & { competitionId: string },
): Promise<Scored[]> {
  const act = { act: 'hand_in_sheets', as: 'juror' as const, may: mayJudge };
  return actInTransaction(k, tx, actor, competitionId, act, async ({ competition, at }) => {
    const { written, numbers } = await writeSheets(tx, actor, competition, { ...given, at });
    const [first] = written;
    return {
      stageId: given.stageId,
      ...(written.length === 1 && first ? { entryId: first.entryId } : {}),
      details: { numbers },
      done: numbers.length > 0,
      result: written,
    };
  });
}

async function writeSheets(
  tx: Tx,
  actor: Actor,
  competition: Competition,
  { stageId, sheets, at }: Given & { at: Date },
): Promise<{ written: Scored[]; numbers: number[] }> {
  const stage = scoringStage(competition, stageId);
  holdOpen(stage);
  if (at < stage.startsAt) fail('competitions.too_early');
  const jurorId = actor.accountId ?? fail('kernel.not_allowed');
  if (!(await confirmationsOf(tx, stageId)).has(jurorId)) fail('competitions.jury_confirm_first');
  const seats = await takeSeats(tx, competition, stage, {
    jurorId,
    at,
    entryIds: sheets.map(({ entryId }) => entryId),
  });
  const written: Scored[] = [];
  const numbers: number[] = [];
  for (const given of sheets) {
    const seat = seats.get(given.entryId) ?? fail('competitions.entry_not_found');
    const place = { competitionId: competition.id, stageId, jurorId, entryId: given.entryId, at };
    const scored = await writeOne(tx, stage, await lockSheet(tx, place), given, { jurorId, at });
    written.push(scored);
    if (scored.changed && scored.state === 'handed_in') numbers.push(seat.number);
  }
  return { written, numbers };
}

/**
 * Sees that every entry is the juror's to score. Where all jurors score everything, an entry that nobody gave them yet is theirs
 * by that, unless a conflict is known.
 */
async function takeSeats(
  tx: Tx,
  competition: Competition,
  stage: ScoringStage,
  { jurorId, entryIds, at }: { jurorId: string; entryIds: string[]; at: Date },
): Promise<Map<string, Seat>> {
  const place = { competitionId: competition.id, stageId: stage.id, jurorId, entryIds };
  const seats = await seatsOf(tx, place);
  const untaken = [...seats].filter(([, seat]) => !seat.assigned && !seat.ended && !seat.recused);
  if (untaken.length > 0 && stage.settings.jurorsPerEntry === null) {
    const own = (await jurorCategories(tx, stage.id)).get(jurorId);
    const field = new Set((await fieldOf(tx, competition, stage)).map(({ id }) => id));
    const facts = await factsOf(tx, competition, jurorId);
    await noteKnownConflicts({ tx, competition, facts, at }, stage);
    const free = await seatsOf(tx, place);
    const given = untaken.flatMap(([entryId, { categoryId }]) =>
      field.has(entryId) && (!own || own.has(categoryId)) && !free.get(entryId)?.recused ? [{ entryId, jurorId }] : [],
    );
    await insertAssignments(tx, { stageId: stage.id, competitionId: competition.id, at }, given);
  }
  const found = untaken.length > 0 ? await seatsOf(tx, place) : seats;
  for (const { state, assigned, recused } of found.values()) {
    if (recused || !assigned) fail('competitions.jury_not_yours');
    if (state !== 'accepted') fail('competitions.entry_wrong_state', { state });
  }
  return found;
}

/** One sheet as it is now; the points of criteria that the stage does not know are refused. */
async function writeOne(
  tx: Tx,
  stage: ScoringStage,
  sheet: Sheet,
  given: SheetInput,
  { jurorId, at }: { jurorId: string; at: Date },
): Promise<Scored> {
  const { criteria } = stage.settings;
  if (given.version !== undefined && given.version !== sheet.version) fail('kernel.changed_meanwhile');
  if (sheet.state === 'void') fail('competitions.jury_not_yours');
  const known = new Set(criteria.map(({ id }) => id));
  if (Object.keys(given.points).some((id) => !known.has(id))) fail('kernel.bad_request');
  const points = given.points as Points;
  const comment = given.comment ?? sheet.comment;
  const wasIn = sheet.state === 'handed_in';
  const isIn = given.handIn || wasIn;
  const change = changeOf(sheet, { points, comment });
  if (!change && (wasIn || !isIn)) return said(sheet, sheet.version, false);
  const missing = criteria.filter(({ id }) => points[id] === undefined);
  if (isIn && missing.length > 0)
    failFields(
      Object.fromEntries(
        missing.map(({ id, name }) => [
          `points-${id}`,
          { key: 'competitions.jury.wrong.points_missing', params: { name } },
        ]),
      ),
    );
  if (wasIn && given.reason.length < 2) failFields({ reason: { key: 'competitions.jury.wrong.reason' } });
  const next = {
    ...sheet,
    points,
    comment,
    total: sheetTotal(criteria, points),
    state: isIn ? ('handed_in' as const) : sheet.state,
    handedInAt: isIn ? at : sheet.handedInAt,
  };
  const version = await writeSheet(tx, next, at);
  await insertSheetChange(tx, at, {
    sheetId: sheet.id,
    byId: jurorId,
    act: wasIn ? 'change' : isIn ? 'hand_in' : 'draft',
    before: { ...change?.before, ...(sheet.total === null ? {} : { _total: sheet.total }) },
    after: { ...change?.after, ...(next.total === null ? {} : { _total: next.total }) },
    reason: given.reason,
  });
  return said(next, version, true);
}

function said(sheet: Pick<Sheet, 'entryId' | 'state' | 'total'>, version: number, changed: boolean): Scored {
  return { entryId: sheet.entryId, state: sheet.state as Scored['state'], total: sheet.total, version, changed };
}
