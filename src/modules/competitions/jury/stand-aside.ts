import type { Acting } from '../act-on-competition.ts';
import { assignmentsTouched, endAssignments, insertRecusal, type NewRecusal } from './assignment.queries.ts';
import type { ScoringStage } from './load-jury.ts';
import { insertSheetChange, setSheetState, sheetsTouched } from './sheet.queries.ts';

/**
 * Records who stands aside where, in every stage of the competition that was not closed: their assignments end, their
 * sheets are void. What stands aside already stays as it is.
 * @returns how many are new
 */
export async function standAside(
  { tx, competition, at }: Acting,
  stage: ScoringStage,
  given: readonly NewRecusal[],
): Promise<number> {
  let count = 0;
  for (const recusal of given) {
    if (!(await insertRecusal(tx, { competitionId: competition.id, stageId: stage.id, at }, recusal))) continue;
    count += 1;
    for (const { stageId, entryId, jurorId } of await assignmentsTouched(tx, competition.id, recusal))
      await endAssignments(tx, { stageId, at, reason: 'recused' }, [{ entryId, jurorId }]);
    for (const sheet of await sheetsTouched(tx, competition.id, recusal)) {
      await setSheetState(tx, sheet.id, 'void', at);
      await insertSheetChange(tx, at, {
        sheetId: sheet.id,
        byId: recusal.byId,
        act: 'void',
        before: { _state: sheet.state, ...sheet.points },
        // The kind where no words were needed: every void sheet says why.
        reason: recusal.words || recusal.kind,
      });
    }
  }
  return count;
}
