import { AppError, fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, systemActor } from '../../people/index.ts';
import { actOnCompetition } from '../act-on-competition.ts';
import { markStageClosed } from '../competition.queries.ts';
import { organises } from '../competitions.policy.ts';
import { stageOf, stageTime } from '../competitions.rules.ts';
import './screening.errors.ts';
import {
  countScreened,
  decisionsOf,
  insertDecision,
  lockEntry,
  mendingBefore,
  moveEntry,
  screeningsToClose,
} from './screening.queries.ts';
import { openScreening } from './screening.rules.ts';

/**
 * Closes screening: entries are taken no more, and nothing waits or is being mended. The clock does it at the end of the
 * stage, an organiser may before.
 * @throws AppError competitions.too_early, competitions.screening.still_waiting
 */
export async function closeScreening(k: Kernel, actor: Actor, competitionId: string): Promise<void> {
  const byClock = actor.kind === 'system';
  await actOnCompetition(
    k,
    actor,
    competitionId,
    {
      act: 'close_screening',
      as: byClock ? 'system' : 'organiser',
      may: (who, facts) => byClock || organises(who, facts),
    },
    async ({ tx, competition, at }) => {
      const stage = openScreening(competition, at);
      const entry = stageOf(competition.stages, 'entry');
      const late_ms = (entry?.settings.lateHours ?? 0) * 3_600_000;
      if (entry && stageTime({ ...entry, endsAt: new Date(entry.endsAt.getTime() + late_ms) }, at) !== 'over')
        fail('competitions.too_early');
      const waiting = (await countScreened(tx, competition.id))
        .filter(({ state }) => state === 'submitted' || state === 'mend')
        .reduce((sum, { count }) => sum + count, 0);
      if (waiting > 0) fail('competitions.screening.still_waiting', { count: waiting });
      if (!(await markStageClosed(tx, stage.id, at))) fail('competitions.too_late');
      return { stageId: stage.id, result: undefined };
    },
  );
}

const batch = 100;

/** Rejects what was not mended in time, and closes stages that are over where nothing waits. @returns how many of each */
export async function turnScreening(k: Kernel): Promise<{ lapsed: number; closed: number }> {
  let [lapsed, closed] = [0, 0];
  for (;;) {
    const due = await mendingBefore(k.db, k.clock.now(), batch);
    const before = lapsed;
    for (const { id, competitionId } of due) if (await lapseMending(k, competitionId, id)) lapsed++;
    if (due.length < batch || lapsed === before) break;
  }
  for (const competitionId of await screeningsToClose(k.db, k.clock.now()))
    try {
      await closeScreening(k, systemActor, competitionId);
      closed++;
    } catch (error) {
      // Another process was faster, or late entries are still taken.
      if (!(error instanceof AppError)) throw error;
    }
  return { lapsed, closed };
}

/** Rejects an entry that was not mended by its day. @returns false where it was mended at this moment, or the competition ended */
async function lapseMending(k: Kernel, competitionId: string, entryId: string): Promise<boolean> {
  const act = { act: 'lapse_mending', as: 'system', may: () => true, states: ['open', 'final', 'cancelled'] } as const;
  return actOnCompetition(k, systemActor, competitionId, act, async ({ tx, competition, at }) => {
    const entry = await lockEntry(tx, competition.id, entryId);
    const nothing = { done: false, result: false };
    if (competition.state !== 'open' || entry?.state !== 'mend' || !entry.mendUntil || at <= entry.mendUntil)
      return nothing;
    const [first] = await decisionsOf(tx, entryId);
    await insertDecision(tx, competition.id, {
      ...{ entryId, round: first ? 2 : 1, decision: 'rejected', ground: 'not_mended', words: '', byId: null, at },
    });
    await moveEntry(tx, entryId, 'mend', 'rejected', at);
    return { entryId, details: { number: entry.number, ground: 'not_mended' }, result: true };
  });
}
