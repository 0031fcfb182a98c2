import { z } from 'zod';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnCase } from '../act-on-case.ts';
import { mayTakeIn } from '../cases.policy.ts';
import { startNextRound } from '../next-round.ts';
import { insertReopening } from '../resident/rating.queries.ts';
import { insertClosure } from './closing.queries.ts';

/** 办结. The system closes what was rated solved or what nobody rated in time; the intake office closes by hand. */
export async function closeCase(
  k: Kernel,
  actor: Actor,
  caseId: string,
  how: 'rated' | 'unrated' | 'thanks',
): Promise<void> {
  const allow = (who: Actor) => who.kind === 'system' || mayTakeIn(who);
  await actOnCase(k, actor, caseId, 'close', allow, async ({ tx, row, at }) => {
    await insertClosure(tx, { caseId: row.id, round: row.round, how, by: actor.accountId, at });
    return {
      patch: { closed_at: at },
      steps: [{ act: 'close', public: true, data: { how } }],
      event: { how },
      result: undefined,
    };
  });
}

export const sendBackInput = z.object({
  reason: z.string().trim().min(4, 'cases.field.reason_needed').max(2000, 'cases.field.too_long'),
});

/** 发回重办: the hotline office is not content with the answer, or the author was not. A new round with a new date. */
export async function sendBackCase(
  k: Kernel,
  actor: Actor,
  caseId: string,
  input: z.input<typeof sendBackInput>,
): Promise<void> {
  const { reason } = sendBackInput.parse(input);
  await actOnCase(k, actor, caseId, 'send_back', mayTakeIn, async ({ tx, row, at }) => {
    await insertReopening(tx, { caseId: row.id, round: row.round + 1, why: 'review', reason, by: actor.accountId, at });
    const patch = await startNextRound(k, tx, row, at);
    return {
      patch,
      steps: [{ act: 'send_back', public: true, text: reason }],
      event: { why: 'review' },
      result: undefined,
    };
  });
}

/** 归档: by the clock, some time after the case was finished. */
export async function archiveCase(k: Kernel, actor: Actor, caseId: string): Promise<void> {
  await actOnCase(
    k,
    actor,
    caseId,
    'archive',
    (who) => who.kind === 'system',
    async ({ row, at }) => ({
      patch: { archived_at: at, state_before: row.state },
      steps: [{ act: 'archive', public: false }],
      result: undefined,
    }),
  );
}
