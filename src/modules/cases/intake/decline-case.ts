import { z } from 'zod';
import { failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnCase } from '../act-on-case.ts';
import { mayTakeIn } from '../cases.policy.ts';
import { findGround, insertDecline } from './intake.queries.ts';

export const declineInput = z.object({
  caseId: z.string(),
  /** code of a lawful ground */
  ground: z.string().min(1, 'cases.field.ground_needed'),
  /** said to the author, with the lawful way to go */
  explanation: z.string().trim().min(10, 'cases.field.explanation_needed').max(2000, 'cases.field.too_long'),
});

/** 不予受理: with a ground from the list and the lawful way to go. */
export async function declineCase(k: Kernel, actor: Actor, input: z.input<typeof declineInput>): Promise<void> {
  const { caseId, ground, explanation } = declineInput.parse(input);
  await actOnCase(k, actor, caseId, 'decline', mayTakeIn, async ({ tx, row, at }) => {
    if (!(await findGround(tx, ground))) failFields({ ground: { key: 'cases.field.ground_needed' } });
    await insertDecline(tx, { caseId: row.id, ground, explanation, by: actor.accountId, at });
    return {
      patch: { closed_at: at },
      steps: [{ act: 'decline', public: true, text: explanation, data: { ground } }],
      event: { ground },
      details: { ground },
      result: undefined,
    };
  });
}
