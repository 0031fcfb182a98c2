import { z } from 'zod';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnCase } from '../act-on-case.ts';
import { mayTakeIn } from '../cases.policy.ts';
import { stars } from '../resident/rate-reply.ts';
import { insertRating } from '../resident/rating.queries.ts';
import { insertCallBack } from './intake.queries.ts';

export const callBackInput = z.object({
  caseId: z.string(),
  note: z.string().trim().max(1000, 'cases.field.too_long').default(''),
  /** null: nobody was reached, or they did not want to rate */
  rating: stars.nullable(),
});

/** 回访 by telephone. One that reached nobody is recorded and leaves the case where it is. */
export async function callBack(k: Kernel, actor: Actor, input: z.input<typeof callBackInput>): Promise<void> {
  const { caseId, note, rating } = callBackInput.parse(input);
  await actOnCase(k, actor, caseId, 'call_back', mayTakeIn, async ({ tx, row, at }) => {
    await insertCallBack(tx, {
      caseId: row.id,
      round: row.round,
      by: actor.accountId,
      at,
      reached: rating !== null,
      note,
    });
    if (!rating)
      return { state: row.state, steps: [{ act: 'call_back_missed', public: false, text: note }], result: undefined };
    await insertRating(tx, { caseId: row.id, round: row.round, ...rating, by: 'call_back', byId: actor.accountId, at });
    return {
      patch: { rated_at: at },
      steps: [{ act: 'rate', public: true, text: rating.text, data: { ...rating, text: undefined, by: 'call_back' } }],
      event: { solved: rating.solved },
      result: undefined,
    };
  });
}
