import { z } from 'zod';
import { AppError, type FieldErrors, fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { atLocal, isLocalDate, localDate, localTime, type Zone } from '../../../kernel/time/index.ts';
import type { Actor } from '../../people/index.ts';
import { type Stage, scoringKinds } from '../competitions.rules.ts';
import { type ChangeNote, changeCompetition } from './change-competition.ts';
import type { Change } from './changes.rules.ts';
import { line } from './typed.ts';

/** Title, times and weight of one stage, as typed: moments are `2026-12-01T09:00` by the city's clock. */
export type StageTimes = {
  id: string;
  title?: string;
  starts: string;
  ends: string;
  /** percent of the final score; of stages that score */
  weight?: string;
};

const title = line(30);

/** A moment as forms hold it: `2026-12-01T09:00` by the city's clock. */
export function localMinute(at: Date, zone: Zone): string {
  return `${localDate(at, zone)}T${localTime(at, zone)}`;
}

function readMinute(text: string, zone: Zone): Date | null {
  const [, day = '', time = ''] = /^\s*(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::00)?\s*$/.exec(text) ?? [];
  if (!isLocalDate(day) || day < '2000-01-01' || day > '2199-12-31') return null;
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(time) ? atLocal(day, time, zone) : null;
}

/** The stage as typed; what is wrong with it goes into `wrong`. */
function readTimes(stage: Stage, typed: StageTimes, zone: Zone, wrong: FieldErrors): Stage {
  const startsAt = readMinute(typed.starts, zone);
  const endsAt = readMinute(typed.ends, zone);
  const key = 'competitions.organise.field_error.moment';
  if (!startsAt) wrong[`starts.${stage.id}`] = { key };
  if (!endsAt) wrong[`ends.${stage.id}`] = { key };
  if (startsAt && endsAt && endsAt <= startsAt)
    wrong[`ends.${stage.id}`] = { key: 'competitions.organise.field_error.ends_before' };
  const named = title.safeParse(typed.title);
  if (!named.success) wrong[`stage_title.${stage.id}`] = { key: 'competitions.organise.field_error.too_long' };
  const settings = { ...stage.settings } as Record<string, unknown>;
  if (scoringKinds.includes(stage.kind)) {
    const weight = z.coerce.number().int().min(0).max(100).safeParse(typed.weight);
    if (weight.success) settings.weight = weight.data;
    else
      wrong[`weight.${stage.id}`] = {
        key: 'competitions.organise.field_error.number',
        params: { least: 0, most: 100 },
      };
  }
  return {
    ...stage,
    title: named.data ?? stage.title,
    // A stage's form knows minutes: one that was made to the second keeps its own unless it was changed.
    startsAt: startsAt && sameMinute(startsAt, stage.startsAt) ? stage.startsAt : (startsAt ?? stage.startsAt),
    endsAt: endsAt && sameMinute(endsAt, stage.endsAt) ? stage.endsAt : (endsAt ?? stage.endsAt),
    settings,
  } as Stage;
}

const sameMinute = (a: Date, b: Date) => Math.floor(a.getTime() / 60_000) === Math.floor(b.getTime() / 60_000);

/**
 * All stages' titles, times and weights at once, since they hang together.
 * @throws AppError kernel.invalid with fields `starts.<stage id>` ..., what `changeCompetition` raises
 */
export async function changeTimetable(
  k: Kernel,
  actor: Actor,
  competitionId: string,
  typed: readonly StageTimes[],
  note: ChangeNote = {},
): Promise<Change[]> {
  return changeCompetition(
    k,
    actor,
    competitionId,
    note,
    'change_times',
    (before) => {
      const wrong: FieldErrors = {};
      const stages = before.stages.map((stage) => {
        const given = typed.find(({ id }) => id === stage.id);
        return given ? readTimes(stage, given, k.config.TIME_ZONE, wrong) : stage;
      });
      if (Object.keys(wrong).length > 0) failFields(wrong);
      if (stages.some(({ startsAt }, at) => at > 0 && startsAt < (stages[at - 1]?.startsAt ?? startsAt)))
        throw new AppError('competitions.stages_wrong', { problem: 'order' });
      return { ...before, stages };
    },
    ({ field, stage }) => `${field}.${stage?.id ?? ''}`,
  );
}

/** Moves a stage of a draft one place earlier or later; the times stay with the places. */
export async function moveStage(
  k: Kernel,
  actor: Actor,
  competitionId: string,
  stageId: string,
  by: -1 | 1,
  note: ChangeNote = {},
): Promise<Change[]> {
  return changeCompetition(k, actor, competitionId, note, 'move_stage', (before) => {
    if (before.state !== 'draft') fail('competitions.stages_fixed');
    const from = before.stages.findIndex(({ id }) => id === stageId);
    const [a, b] = [before.stages[from], before.stages[from + by]];
    if (!a || !b) return fail('competitions.not_found');
    const stages = [...before.stages];
    stages[from] = { ...b, startsAt: a.startsAt, endsAt: a.endsAt };
    stages[from + by] = { ...a, startsAt: b.startsAt, endsAt: b.endsAt };
    return { ...before, stages };
  });
}
