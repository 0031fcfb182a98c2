import type { Competition } from '../competition.queries.ts';
import { type Duty, type Stage, type StageKind, stageTime } from '../competitions.rules.ts';

/** Somebody whom a stage needs and who has not accepted yet. */
export type PersonMissing = { duty: Duty; stage: Stage };

const needs: Partial<Record<StageKind, readonly Duty[]>> = {
  screening: ['screener'],
  jury: ['chair', 'juror'],
  pitch: ['chair', 'juror'],
};

/**
 * Duties that stages still to end need and nobody has accepted, each once, at the first stage that needs it. Organisers of
 * the department screen as well, so a screener is missing only where there is none of either.
 */
export function peopleMissing(
  competition: Pick<Competition, 'stages'>,
  accepted: ReadonlySet<Duty>,
  at: Date,
): PersonMissing[] {
  const missing: PersonMissing[] = [];
  for (const stage of competition.stages) {
    if (stageTime(stage, at) === 'over') continue;
    for (const duty of needs[stage.kind] ?? []) {
      if (accepted.has(duty) || missing.some((each) => each.duty === duty)) continue;
      // A chair scores too, so that one alone is a jury; a juror alone has nobody to close it.
      if (duty === 'juror' && accepted.has('chair')) continue;
      missing.push({ duty, stage });
    }
  }
  return missing;
}

/** Stages that run now; else the next one. */
export function stagesNow(stages: readonly Stage[], at: Date): { running: Stage[]; next: Stage | undefined } {
  return {
    running: stages.filter((stage) => stageTime(stage, at) === 'running'),
    next: stages.find((stage) => stageTime(stage, at) === 'waiting'),
  };
}

/** Stages that ended and whose scores nobody has settled. */
export function stagesToClose(stages: readonly Stage[], at: Date): Stage[] {
  return stages.filter(
    ({ kind, endsAt, closedAt }) => (kind === 'jury' || kind === 'pitch') && closedAt === null && endsAt <= at,
  );
}
