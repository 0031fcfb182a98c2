import type { Db } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Competition } from '../competition.queries.ts';
import type { Stage } from '../competitions.rules.ts';
import { type FieldEntry, fieldOf } from '../field.queries.ts';
import { type Assignment, assignmentsOf, type Recusal, recusalsOf } from './assignment.queries.ts';
import { maySit, type Question, type Seat } from './distribute.ts';
import { type Juror, jurorCategories, jurorNames, jurorsOf } from './juror.queries.ts';
import { type SheetOutcome, settleSheets } from './jury.rules.ts';
import { type Sheet, sheetsOf } from './sheet.queries.ts';

export type ScoringStage = Stage<'jury'> | Stage<'pitch'>;

/** @throws AppError competitions.not_found where it is no stage that a jury scores */
export function scoringStage(competition: Pick<Competition, 'stages'>, stageId: string): ScoringStage {
  const stage = competition.stages.find(({ id }) => id === stageId);
  if (stage?.kind !== 'jury' && stage?.kind !== 'pitch') return fail('competitions.not_found');
  return stage;
}

/** Everything about one jury: who is in it, what is given to whom, and what came in. */
export type Jury = {
  competition: Competition;
  stage: ScoringStage;
  field: FieldEntry[];
  /** whose duty counts now */
  jurors: Juror[];
  names: Map<string, string>;
  categories: Map<string, Set<string>>;
  /** of entries in the field */
  assignments: Assignment[];
  recusals: Recusal[];
  sheets: Sheet[];
  /** jurors who stand aside, by entry of the field */
  barred: Map<string, Set<string>>;
};

export async function loadJury(db: Db, competition: Competition, stage: ScoringStage): Promise<Jury> {
  const field = await fieldOf(db, competition, stage);
  const jurors = await jurorsOf(db, competition.id);
  const names = await jurorNames(db, competition.id);
  const categories = await jurorCategories(db, stage.id);
  const inField = new Set(field.map(({ id }) => id));
  const assignments = (await assignmentsOf(db, stage.id)).filter(({ entryId }) => inField.has(entryId));
  const recusals = await recusalsOf(db, competition.id);
  const sheets = (await sheetsOf(db, stage.id)).filter(({ entryId }) => inField.has(entryId));
  const barred = barredBy(recusals, field);
  return { competition, stage, field, jurors, names, categories, assignments, recusals, sheets, barred };
}

export function barredBy(
  recusals: readonly Pick<Recusal, 'jurorId' | 'entryId' | 'categoryId'>[],
  field: readonly Pick<FieldEntry, 'id' | 'categoryId'>[],
): Map<string, Set<string>> {
  const barred = new Map<string, Set<string>>();
  const bar = (entryId: string, jurorId: string) =>
    barred.set(entryId, (barred.get(entryId) ?? new Set()).add(jurorId));
  for (const { jurorId, entryId, categoryId } of recusals) {
    if (entryId !== null) bar(entryId, jurorId);
    else for (const entry of field) if (entry.categoryId === categoryId) bar(entry.id, jurorId);
  }
  return barred;
}

export const pair = (jurorId: string, entryId: string) => `${jurorId} ${entryId}`;

/** How entries can be given out now: what stands is what is theirs still, what was handed in, and what the chair struck. */
export function questionOf(jury: Jury): Question {
  const active = new Set(jury.jurors.map(({ id }) => id));
  const standing = new Map<string, { entryId: string; jurorId: string }>();
  const note = ({ jurorId, entryId }: { jurorId: string; entryId: string }) =>
    standing.set(pair(jurorId, entryId), { jurorId, entryId });
  for (const each of jury.assignments)
    if ((each.endedAt === null && active.has(each.jurorId)) || each.endReason === 'struck') note(each);
  for (const each of jury.sheets) if (each.state === 'handed_in') note(each);
  return {
    entries: jury.field,
    jurors: seatsOfJury(jury),
    barred: jury.barred,
    standing: [...standing.values()],
    each: jury.stage.settings.jurorsPerEntry,
  };
}

function seatsOfJury({ jurors, categories }: Jury): Seat[] {
  return jurors.map(({ id }) => ({ id, categories: categories.get(id) ?? null }));
}

/** One entry with its sheets as they count now. */
export type EntryLine = {
  entry: FieldEntry;
  /** whose sheets are waited for or came in */
  expected: string[];
  /** of them, whose is missing */
  missing: string[];
  struck: string[];
  /** handed in, and not void */
  sheets: Sheet[];
  score: number | null;
  outcomes: Map<string, SheetOutcome>;
};

/** The entries of a jury by number, each with what came in for it. */
export function linesOf(jury: Jury): EntryLine[] {
  const active = new Set(jury.jurors.map(({ id }) => id));
  const seats = seatsOfJury(jury);
  const everybody = jury.stage.settings.jurorsPerEntry === null;
  const byEntry = <T extends { entryId: string }>(rows: readonly T[]) => {
    const found = new Map<string, T[]>();
    for (const row of rows) found.set(row.entryId, [...(found.get(row.entryId) ?? []), row]);
    return (entryId: string) => found.get(entryId) ?? [];
  };
  const assigned = byEntry(jury.assignments);
  const written = byEntry(jury.sheets);
  return jury.field.map((entry) => {
    const struck = assigned(entry.id).flatMap((each) => (each.endReason === 'struck' ? [each.jurorId] : []));
    const sheets = written(entry.id).filter(({ state }) => state === 'handed_in');
    const live = everybody
      ? seats.filter((seat) => maySit(jury, seat, entry) && !struck.includes(seat.id)).map(({ id }) => id)
      : assigned(entry.id).flatMap((each) => (each.endedAt === null && active.has(each.jurorId) ? [each.jurorId] : []));
    const came = new Set(sheets.map(({ jurorId }) => jurorId));
    const settled = settleSheets(
      sheets.flatMap(({ id, jurorId, total }) => (total === null ? [] : [{ id, jurorId, total }])),
      jury.stage.settings.dropExtremes,
    );
    return {
      entry,
      expected: [...new Set([...live, ...came])],
      missing: live.filter((id) => !came.has(id)),
      struck,
      sheets,
      score: settled?.score ?? null,
      outcomes: settled?.outcomes ?? new Map(),
    };
  });
}
