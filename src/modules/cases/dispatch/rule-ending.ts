import { z } from 'zod';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnCase } from '../act-on-case.ts';
import { mayTakeIn } from '../cases.policy.ts';
import { endStandingDispatch } from '../intake/intake.queries.ts';
import { openEnding, ruleOnEnding } from './dispatch.queries.ts';

export const endingRuling = z.object({
  granted: z.union([z.boolean(), z.enum(['yes', 'no']).transform((value) => value === 'yes')]),
  /** where granted: what the author is told */
  reason: z.string().trim().min(10, 'cases.field.reason_needed').max(2000, 'cases.field.too_long'),
});

/** 终止办理: the hotline office reviews a department's wish to end a case without result. */
export async function ruleEnding(
  k: Kernel,
  actor: Actor,
  caseId: string,
  input: z.input<typeof endingRuling>,
): Promise<void> {
  const { granted, reason } = endingRuling.parse(input);
  await actOnCase(k, actor, caseId, 'rule_ending', mayTakeIn, async ({ tx, row, at }) => {
    const request = await openEnding(tx, row.id);
    if (!request) fail('kernel.changed_meanwhile');
    await ruleOnEnding(tx, request.id, { granted, reason, by: actor.accountId, at });
    if (granted) await endStandingDispatch(tx, row.id, 'withdrawn', at);
    return {
      state: granted ? 'ended' : row.state,
      patch: granted ? { closed_at: at } : {},
      steps: [{ act: granted ? 'ended' : 'ending_refused', public: granted, text: reason }],
      event: { granted },
      details: { granted },
      result: undefined,
    };
  });
}
