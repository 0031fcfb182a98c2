import { AppError, fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { type Acting, actOnCompetition } from '../act-on-competition.ts';
import type { Competition } from '../competition.queries.ts';
import { organises } from '../competitions.policy.ts';
import { stagesProblem } from '../competitions.rules.ts';
import { type Change, changesOf } from './changes.rules.ts';
import { refusedChanges } from './lock.rules.ts';
import { openingProblems } from './opening.rules.ts';
import { enteredCategories, insertNote, saveCompetition } from './organise.queries.ts';
import './organise.errors.ts';
import { lines } from './typed.ts';

/** What every change says beside what it changes. */
export type ChangeNote = {
  /** version of the competition that the form was made from; another one since: kernel.changed_meanwhile */
  version?: number | undefined;
  /** why, as everybody reads it; needed once the competition is open */
  note?: string | undefined;
};

const noteText = lines(2000);

/**
 * Changes a competition. A draft changes freely; one that is open only with a public note that keeps what was before and
 * after, and only in what may still change.
 * @param act for the record: change_details, change_times ...
 * @param make the competition as it shall be
 * @param fieldOf name of the form's field that a refused change belongs to
 * @returns what was changed; nothing: nothing was written
 * @throws AppError kernel.not_allowed, competitions.wrong_state, kernel.changed_meanwhile, kernel.invalid,
 *   competitions.stages_wrong, competitions.note_first with `changes`
 */
export function changeCompetition(
  k: Kernel,
  actor: Actor,
  competitionId: string,
  { version, note = '' }: ChangeNote,
  act: string,
  make: (before: Competition) => Competition,
  fieldOf: (change: Change) => string = ({ field }) => field,
): Promise<Change[]> {
  return actOnCompetition<Change[]>(
    k,
    actor,
    competitionId,
    { act, as: 'organiser', states: ['draft', 'open'], may: organises },
    async (acting) => {
      const { tx, competition: before, at } = acting;
      if (version !== undefined && version !== before.version) fail('kernel.changed_meanwhile');
      const after = make(before);
      const changes = changesOf(before, after);
      if (changes.length === 0) return { done: false, result: [] };
      const said = noteText.parse(note);
      if (before.state === 'open') {
        await holdOpen(k, acting, after, changes, fieldOf);
        if (said === '') throw new AppError('competitions.note_first', { changes });
      }
      await saveCompetition(tx, before, after);
      const noteId =
        before.state === 'open'
          ? await insertNote(tx, { competitionId: before.id, at, kind: 'change', text: said, changes })
          : null;
      const details = { fields: [...new Set(changes.map(({ field }) => field))], ...(noteId && { noteId }) };
      return { details, result: changes };
    },
  );
}

/** Raises what an open competition must not be changed to. */
async function holdOpen(
  k: Kernel,
  { tx, competition: before, at }: Acting,
  after: Competition,
  changes: readonly Change[],
  fieldOf: (change: Change) => string,
): Promise<void> {
  const entered = await enteredCategories(tx, before.id);
  const refused = refusedChanges(before, after, changes, { at, entered });
  if (refused.length > 0)
    // keys: competitions.organise.refused.*
    failFields(
      Object.fromEntries(
        refused.map(({ change, reason }) => [fieldOf(change), { key: `competitions.organise.refused.${reason}` }]),
      ),
    );
  const problem = stagesProblem(after.stages);
  if (problem && problem !== stagesProblem(before.stages)) fail('competitions.stages_wrong', { problem });
  const calendar = await k.calendar.current();
  const workdays = (from: Date, to: Date) => calendar.workingDaysBetween(from, to);
  // What was wrong before is no fault of this change.
  const known = new Set(openingProblems(before, { at, open: true, workdays }).map(({ key }) => key));
  const missing = openingProblems(after, { at, open: true, workdays }).find(({ key }) => !known.has(key));
  // keys: competitions.organise.missing.*
  if (missing) failFields({ '': { key: `competitions.organise.missing.${missing.key}` } });
}
