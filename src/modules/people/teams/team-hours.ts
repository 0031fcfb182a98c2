import type { z } from 'zod';
import { isId } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';
import type { Actor } from '../actor.ts';
import { actOnTeam, allow, mineOf } from './act-on-team.ts';
import {
  correctHoursRow,
  decideHoursRow,
  insertHours,
  lockClaims,
  lockHours,
  minutesOn,
  withdrawHoursRow,
} from './hours.queries.ts';
import { taskById } from './task.queries.ts';
import { correctionInput, hoursDecisionInput, hoursInput } from './team-inputs.ts';
import { mayDecideHours, mayTakePart } from './teams.policy.ts';

const day_minutes = 1440;

/**
 * A volunteer says on which day they gave how many hours; they count once somebody else of the team confirms them.
 * @throws AppError people.team_hours_too_many where a day would have more than 24
 */
export async function claimHours(
  k: Kernel,
  actor: Actor,
  slug: string,
  given: z.input<ReturnType<typeof hoursInput>>,
): Promise<string> {
  const { day, hours: minutes, taskId, note } = hoursInput(localDate(k.clock.now(), k.config.TIME_ZONE)).parse(given);
  return actOnTeam(
    k,
    actor,
    slug,
    async (tx, { team, mine, at }) => {
      allow(mayTakePart(team, mineOf(mine)) && actor.accountId !== null);
      const accountId = actor.accountId ?? '';
      if (taskId && !(await taskById(tx, team.id, taskId)))
        failFields({ taskId: { key: 'people.teams.field.task_unknown' } });
      await lockClaims(tx, accountId);
      if ((await minutesOn(tx, accountId, day)) + minutes > day_minutes) fail('people.team_hours_too_many');
      const hoursId = await insertHours(tx, { teamId: team.id, taskId, accountId, doneOn: day, minutes, note, at });
      return { act: 'hours_claimed', ids: { hoursId, accountId }, result: hoursId };
    },
    'share',
  );
}

/** Takes back what one claimed, as long as nobody decided on it. */
export async function withdrawHours(k: Kernel, actor: Actor, slug: string, hoursId: string): Promise<void> {
  await actOnTeam(k, actor, slug, async (tx, { team }) => {
    const hours = isId(hoursId) ? await lockHours(tx, team.id, hoursId) : undefined;
    if (!hours || hours.accountId !== actor.accountId) return fail('kernel.not_found');
    if (hours.state !== 'claimed') fail('kernel.changed_meanwhile');
    await withdrawHoursRow(tx, hoursId);
    return { act: 'hours_withdrawn', ids: { hoursId, accountId: actor.accountId }, result: undefined };
  });
}

/** Leader, deputies or the secretariat confirm hours or decline them with a reason; nobody their own. */
export async function decideHours(
  k: Kernel,
  actor: Actor,
  slug: string,
  hoursId: string,
  given: z.input<typeof hoursDecisionInput>,
): Promise<void> {
  const decision = hoursDecisionInput.parse(given);
  const confirmed = decision.decision === 'confirm';
  await actOnTeam(k, actor, slug, async (tx, { team, mine, at }) => {
    const hours = isId(hoursId) ? await lockHours(tx, team.id, hoursId) : undefined;
    if (!hours) return fail('kernel.not_found');
    allow(mayDecideHours(actor, team, mineOf(mine), hours.accountId));
    if (hours.state !== 'claimed') fail('kernel.changed_meanwhile');
    await decideHoursRow(tx, hoursId, {
      state: confirmed ? 'confirmed' : 'declined',
      by: actor.accountId,
      reason: decision.decision === 'decline' ? decision.reason : '',
      at,
    });
    return {
      act: confirmed ? 'hours_confirmed' : 'hours_declined',
      ids: { hoursId, accountId: hours.accountId },
      result: undefined,
    };
  });
}

/** Corrects confirmed hours with a reason; what they were before is kept beside. */
export async function correctHours(
  k: Kernel,
  actor: Actor,
  slug: string,
  hoursId: string,
  given: z.input<typeof correctionInput>,
): Promise<void> {
  const { hours: minutes, reason } = correctionInput.parse(given);
  await actOnTeam(k, actor, slug, async (tx, { team, mine, at }) => {
    const hours = isId(hoursId) ? await lockHours(tx, team.id, hoursId) : undefined;
    if (!hours) return fail('kernel.not_found');
    allow(mayDecideHours(actor, team, mineOf(mine), hours.accountId));
    if (hours.state !== 'confirmed' || hours.minutes === minutes) fail('kernel.changed_meanwhile');
    await correctHoursRow(tx, hoursId, { before: hours.minutes, after: minutes, reason, by: actor.accountId, at });
    return { act: 'hours_corrected', ids: { hoursId, accountId: hours.accountId }, result: undefined };
  });
}
