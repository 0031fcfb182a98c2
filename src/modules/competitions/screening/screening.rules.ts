import { fail } from '../../../kernel/errors/index.ts';
import { addDays, endOfDay, localDate, type WorkingCalendar, type Zone } from '../../../kernel/time/index.ts';
import type { Competition } from '../competition.queries.ts';
import { type Stage, scoringKinds, stageOf, stageTime } from '../competitions.rules.ts';

/** Published grounds on which an entry may be rejected; `not_mended` is the clock's alone. */
export const grounds = [
  'incomplete',
  'not_eligible',
  'wrong_category',
  'not_own',
  'repeated',
  'unlawful',
  'quality',
  'not_mended',
] as const;
export type Ground = (typeof grounds)[number];

/** Grounds that a person may choose. */
export const chosenGrounds = grounds.filter((ground) => ground !== 'not_mended');

export type Decision = 'accepted' | 'rejected' | 'mend';

/** Working days after a rejection in which the entrant may object. */
export const objection_workdays = 3;

/** The screening stage while decisions are possible: from its start until it is closed. */
export function openScreening(competition: Pick<Competition, 'stages'>, at: Date): Stage<'screening'> {
  const stage = stageOf(competition.stages, 'screening');
  if (!stage) return fail('competitions.screening.no_stage');
  if (stage.closedAt) fail('competitions.too_late');
  if (stageTime(stage, at) === 'waiting') fail('competitions.too_early');
  return stage;
}

/** Whether a stage of scores is closed already. */
export function isScored(stages: readonly Stage[]): boolean {
  return stages.some(({ kind, closedAt }) => scoringKinds.includes(kind) && closedAt !== null);
}

/** The last moment to mend: the end of the day so many days on. */
export function mendUntil(at: Date, mendDays: number, zone: Zone): Date {
  return endOfDay(addDays(localDate(at, zone), mendDays), zone);
}

/** The last moment to object. */
export function objectUntil(rejectedAt: Date, calendar: WorkingCalendar): Date {
  return calendar.addWorkingDays(rejectedAt, objection_workdays);
}
