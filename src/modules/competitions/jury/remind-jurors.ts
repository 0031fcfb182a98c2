import { z } from 'zod';
import { inTransaction } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, systemActor } from '../../people/index.ts';
import { type Acting, actInTransaction, actOnCompetition } from '../act-on-competition.ts';
import { organises } from '../competitions.policy.ts';
import { competitionOfStage, holdOpen } from './assign-jurors.ts';
import { lastReminder, stagesEnding } from './closing.queries.ts';
import './jury.errors.ts';
import { linesOf, loadJury, type ScoringStage, scoringStage } from './load-jury.ts';
import { tellJuror } from './tell-jurors.ts';

export const remindInput = z.object({ stageId: z.uuid() });

const day_ms = 86_400_000;

/**
 * Reminds every juror whose sheets are missing; at most once in a day.
 * @returns how many were reminded
 * @throws AppError competitions.jury_reminded_already, competitions.too_late, competitions.too_early, kernel.not_allowed
 */
export async function remindJurors(k: Kernel, actor: Actor, input: z.input<typeof remindInput>): Promise<number> {
  const { stageId } = remindInput.parse(input);
  const act = { act: 'remind_jurors', as: 'organiser' as const, may: organises };
  return actOnCompetition(k, actor, await competitionOfStage(k, stageId), act, async (acting) => {
    const stage = scoringStage(acting.competition, stageId);
    holdOpen(stage);
    if (acting.at < stage.startsAt) fail('competitions.too_early');
    if (await lastReminder(acting.tx, stageId, new Date(acting.at.getTime() - day_ms)))
      fail('competitions.jury_reminded_already');
    const reminded = await remindMissing(k, acting, stage);
    return { stageId, details: { reminded }, done: reminded > 0, result: reminded };
  });
}

async function remindMissing(k: Kernel, { tx, competition, at }: Acting, stage: ScoringStage): Promise<number> {
  const missing = new Map<string, number>();
  for (const line of linesOf(await loadJury(tx, competition, stage)))
    for (const id of line.missing) missing.set(id, (missing.get(id) ?? 0) + 1);
  for (const [accountId, count] of missing)
    await tellJuror(k, tx, at, {
      kind: 'competitions.jury_reminder',
      accountId,
      params: { title: competition.title, count, end: { at: stage.endsAt.toISOString() } },
      link: `/jury/${competition.slug}/${stage.id}`,
      dedupe: `jury_reminder:${stage.id}:${at.toISOString()}`,
    });
  return missing.size;
}

/** Reminds jurors of stages that end within two days, once for each stage; by the clock. */
export async function remindOfEnds(k: Kernel): Promise<number> {
  const now = k.clock.now();
  let sent = 0;
  for (const { stageId, competitionId } of await stagesEnding(k.db, now, new Date(now.getTime() + 2 * day_ms)))
    sent += await inTransaction(k.db, async (tx) => {
      const act = { act: 'remind_jurors', as: 'system' as const, may: (actor: Actor) => actor.kind === 'system' };
      return actInTransaction(k, tx, systemActor, competitionId, act, async (acting) => {
        const stage = scoringStage(acting.competition, stageId);
        // Another process may have been here while this one waited for the lock.
        if (stage.closedAt || (await stagesEnding(tx, now, stage.endsAt, stageId)).length === 0)
          return { done: false, result: 0 };
        const reminded = await remindMissing(k, acting, stage);
        // Recorded with nobody to remind as well: so that it is not tried again.
        return { stageId, details: { reminded }, result: reminded };
      });
    });
  return sent;
}
