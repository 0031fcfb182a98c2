import { z } from 'zod';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnCompetition } from '../act-on-competition.ts';
import { mayChair } from '../competitions.policy.ts';
import { competitionOfStage, holdOpen } from './assign-jurors.ts';
import { endAssignments, insertAssignments } from './assignment.queries.ts';
import { insertTieDecision } from './closing.queries.ts';
import './jury.errors.ts';
import { leastSheets } from './jury.rules.ts';
import { linesOf, loadJury, scoringStage } from './load-jury.ts';
import { findAndLockSheet, insertSheetChange, setSheetState } from './sheet.queries.ts';

const reason = z.string().trim().min(2).max(500);

export const reopenInput = z.object({ stageId: z.uuid(), jurorId: z.uuid(), entryId: z.uuid(), reason });

/**
 * The chair asks a juror to look at an entry again: the sheet is open until it is handed in anew.
 * @throws AppError competitions.jury_sheet_open where it was not handed in, competitions.too_late, kernel.not_allowed
 */
export async function reopenSheet(k: Kernel, actor: Actor, input: z.input<typeof reopenInput>): Promise<void> {
  const given = reopenInput.parse(input);
  const { stageId, entryId, jurorId } = given;
  const act = { act: 'reopen_sheet', as: 'chair' as const, may: mayChair };
  await actOnCompetition(k, actor, await competitionOfStage(k, stageId), act, async ({ tx, competition, at }) => {
    const stage = scoringStage(competition, stageId);
    holdOpen(stage);
    const { jurors, field, assignments, barred } = await loadJury(tx, competition, stage);
    const sheet = await findAndLockSheet(tx, given);
    if (sheet?.state !== 'handed_in' || !field.some(({ id }) => id === entryId)) fail('competitions.jury_sheet_open');
    // Somebody whose duty has ended could not hand it in again.
    const lives = assignments.some((each) => each.jurorId === jurorId && each.entryId === entryId && !each.endedAt);
    if (!jurors.some(({ id }) => id === jurorId) || !lives || barred.get(entryId)?.has(jurorId))
      fail('competitions.jury_not_yours');
    await setSheetState(tx, sheet.id, 'reopened', at);
    await insertSheetChange(tx, at, {
      sheetId: sheet.id,
      byId: actor.accountId,
      act: 'reopen',
      before: { _total: sheet.total },
      reason: given.reason,
    });
    return { stageId, entryId, details: { jurorId, reason: given.reason }, result: undefined };
  });
}

export const strikeInput = z.object({ stageId: z.uuid(), jurorId: z.uuid(), reason });

/**
 * The chair goes on without the sheets that one juror has not handed in. Each of the entries keeps at least three sheets of
 * others, or one where fewer than three were asked for.
 * @returns how many were struck
 * @throws AppError competitions.jury_too_few, competitions.jury_nothing_to_strike, competitions.too_late, kernel.not_allowed
 */
export async function strikeSheets(k: Kernel, actor: Actor, input: z.input<typeof strikeInput>): Promise<number> {
  const given = strikeInput.parse(input);
  const { stageId, jurorId } = given;
  const act = { act: 'strike_sheets', as: 'chair' as const, may: mayChair };
  return actOnCompetition(k, actor, await competitionOfStage(k, stageId), act, async ({ tx, competition, at }) => {
    const stage = scoringStage(competition, stageId);
    holdOpen(stage);
    const missing = linesOf(await loadJury(tx, competition, stage)).filter((line) => line.missing.includes(jurorId));
    if (missing.length === 0) fail('competitions.jury_nothing_to_strike');
    for (const { entry, expected, struck } of missing) {
      const least = leastSheets(expected.length + struck.length);
      if (expected.length - 1 < least) fail('competitions.jury_too_few', { number: entry.number, least });
    }
    const pairs = missing.map(({ entry }) => ({ entryId: entry.id, jurorId }));
    // Where everybody scores everything, nobody need have been given it before.
    await insertAssignments(tx, { stageId, competitionId: competition.id, at }, pairs);
    await endAssignments(tx, { stageId, at, reason: 'struck', words: given.reason }, pairs);
    const numbers = missing.map(({ entry }) => entry.number);
    return { stageId, details: { jurorId, reason: given.reason, numbers }, result: numbers.length };
  });
}

export const tieInput = z.object({
  stageId: z.uuid(),
  categoryId: z.uuid(),
  /** all that are equal, the better one first */
  entryIds: z.array(z.uuid()).min(2).max(200),
  reason,
});

/**
 * The chair puts entries that are equal in order. It holds while exactly these are equal.
 * @throws AppError competitions.jury_not_equal, competitions.too_late, kernel.not_allowed
 */
export async function decideTie(k: Kernel, actor: Actor, input: z.input<typeof tieInput>): Promise<void> {
  const given = tieInput.parse(input);
  const { stageId, categoryId, entryIds } = given;
  const act = { act: 'decide_tie', as: 'chair' as const, may: mayChair };
  await actOnCompetition(k, actor, await competitionOfStage(k, stageId), act, async ({ tx, competition, at }) => {
    const stage = scoringStage(competition, stageId);
    holdOpen(stage);
    const lines = linesOf(await loadJury(tx, competition, stage));
    const total = lines.find(({ entry }) => entry.id === entryIds[0])?.score ?? null;
    const equal = lines.filter(({ entry, score }) => entry.categoryId === categoryId && score === total);
    const same = equal.length === entryIds.length && equal.every(({ entry }) => entryIds.includes(entry.id));
    if (total === null || !same || new Set(entryIds).size !== entryIds.length)
      return fail('competitions.jury_not_equal');
    await insertTieDecision(tx, {
      competitionId: competition.id,
      stageId,
      categoryId,
      total,
      entryIds,
      reason: given.reason,
      byId: actor.accountId ?? fail('kernel.not_allowed'),
      at,
    });
    const number = new Map(equal.map(({ entry }) => [entry.id, entry.number]));
    const details = { numbers: entryIds.map((id) => number.get(id)), total, reason: given.reason };
    return { stageId, details, result: undefined };
  });
}
