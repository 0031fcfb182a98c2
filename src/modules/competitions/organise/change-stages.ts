import { newId } from '../../../kernel/db/index.ts';
import { type FieldErrors, fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { addDays, atLocal, localDate, type WorkingCalendar } from '../../../kernel/time/index.ts';
import type { Actor } from '../../people/index.ts';
import type { Competition } from '../competition.queries.ts';
import { type Stage, type StageKind, scoringKinds, stageKinds, stageSettings } from '../competitions.rules.ts';
import { type ChangeNote, changeCompetition } from './change-competition.ts';
import type { Change } from './changes.rules.ts';
import { readSettings } from './read-settings.ts';

const mostStages = 20;

/** Settings of one stage, as typed in its form; its weight and times are in the timetable. */
export async function changeStage(
  k: Kernel,
  actor: Actor,
  competitionId: string,
  stageId: string,
  typed: Readonly<Record<string, string | readonly string[] | undefined>>,
  note: ChangeNote = {},
): Promise<Change[]> {
  return changeCompetition(k, actor, competitionId, note, 'change_stage', (before) => {
    const stage = before.stages.find(({ id }) => id === stageId) ?? fail('competitions.not_found');
    const wrong: FieldErrors = {};
    const settings = readSettings(stage, typed, wrong);
    if (Object.keys(wrong).length > 0) failFields(wrong);
    const now = { ...stage, settings: stageSettings[stage.kind].parse(settings) } as Stage;
    return { ...before, stages: before.stages.map((each) => (each.id === stageId ? now : each)) };
  });
}

const usualDays: Record<StageKind, number> = {
  entry: 30,
  screening: 7,
  jury: 14,
  ballot: 10,
  pitch: 1,
  announcement: 5,
  results: 30,
};

/** Where a stage of a kind belongs that is added: as far back as the rules let it. */
function placeOf(stages: readonly Stage[], kind: StageKind): number {
  const kinds = stages.map((stage) => stage.kind);
  if (kind === 'entry') return 0;
  if (kind === 'screening') return 1;
  if (kind === 'results') return stages.length;
  const end = kinds.findIndex((each) => each === 'announcement' || each === 'results');
  if (kind === 'announcement') return kinds.includes('results') ? kinds.indexOf('results') : stages.length;
  return end === -1 ? stages.length : end;
}

function newStage(calendar: WorkingCalendar, kind: StageKind, before: Stage | undefined, now: Date): Stage {
  const zone = calendar.zone;
  const workday = (day: string) => (calendar.isWorkingDay(day) ? day : calendar.workingDay(day, 1));
  const from = workday(addDays(localDate(before?.endsAt ?? now, zone), 1));
  const to = kind === 'announcement' ? calendar.workingDay(from, 5) : workday(addDays(from, usualDays[kind] - 1));
  const criteria = [{ id: 'c1', name: '—', weight: 100 }];
  return {
    id: newId(),
    position: 0,
    kind,
    title: '',
    startsAt: atLocal(from, '09:00', zone),
    endsAt: atLocal(to, '18:00', zone),
    settings: stageSettings[kind].parse(kind === 'jury' || kind === 'pitch' ? { criteria } : {}),
    closedAt: null,
  } as Stage;
}

/** What comes after a new stage begins no earlier than it: everything behind is moved back by as much, in whole days. */
function pushBack(stages: readonly Stage[], at: number): Stage[] {
  const [added, next] = [stages[at], stages[at + 1]];
  if (!added || !next || next.startsAt >= added.startsAt) return [...stages];
  const days = Math.ceil((added.endsAt.getTime() - next.startsAt.getTime()) / 86_400_000);
  const later = (moment: Date) => new Date(moment.getTime() + days * 86_400_000);
  return stages.map((stage, place) =>
    place > at ? { ...stage, startsAt: later(stage.startsAt), endsAt: later(stage.endsAt) } : stage,
  );
}

/**
 * Adds a stage to a draft, after the last one that it may follow, with the usual length and settings.
 * @throws AppError competitions.stages_fixed, competitions.too_many_stages
 */
export async function addStage(
  k: Kernel,
  actor: Actor,
  competitionId: string,
  kind: string,
  note: ChangeNote = {},
): Promise<string> {
  const known = stageKinds.find((each) => each === kind) ?? fail('kernel.bad_request');
  const calendar = await k.calendar.current();
  let id = '';
  await changeCompetition(k, actor, competitionId, note, 'add_stage', (before) => {
    if (before.state !== 'draft') fail('competitions.stages_fixed');
    if (before.stages.length >= mostStages) fail('competitions.too_many_stages', { most: mostStages });
    const place = placeOf(before.stages, known);
    const stage = newStage(calendar, known, before.stages[place - 1], k.clock.now());
    id = stage.id;
    return { ...before, stages: pushBack(before.stages.toSpliced(place, 0, stage), place) };
  });
  return id;
}

/** Takes a stage out of a draft; where its weight is missing then, the one scoring stage that is left has all of it. */
export async function removeStage(
  k: Kernel,
  actor: Actor,
  competitionId: string,
  stageId: string,
  note: ChangeNote = {},
): Promise<Change[]> {
  return changeCompetition(k, actor, competitionId, note, 'remove_stage', (before) => {
    if (before.state !== 'draft') fail('competitions.stages_fixed');
    if (!before.stages.some(({ id }) => id === stageId)) fail('competitions.not_found');
    return weighAlone({ ...before, stages: before.stages.filter(({ id }) => id !== stageId) });
  });
}

function weighAlone(competition: Competition): Competition {
  const scored = competition.stages.filter(({ kind }) => scoringKinds.includes(kind));
  if (scored.length !== 1) return competition;
  const stages = competition.stages.map((stage) =>
    stage === scored[0] ? ({ ...stage, settings: { ...stage.settings, weight: 100 } } as Stage) : stage,
  );
  return { ...competition, stages };
}
