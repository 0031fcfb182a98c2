import { z } from 'zod';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnCase } from '../act-on-case.ts';
import { mayDispatch } from '../cases.policy.ts';
import { casesSettings } from '../cases.settings.ts';
import { extendedDue } from '../deadlines.ts';
import { openExtension, ruleOnExtension } from './dispatch.queries.ts';

export const extensionRuling = z.object({
  granted: z.union([z.boolean(), z.enum(['yes', 'no']).transform((value) => value === 'yes')]),
  reason: z.string().trim().max(2000, 'cases.field.too_long').default(''),
});

/** Grants or refuses an extension; the author sees the new date. */
export async function ruleExtension(
  k: Kernel,
  actor: Actor,
  caseId: string,
  input: z.input<typeof extensionRuling>,
): Promise<{ dueAt: Date | null }> {
  const { granted, reason } = extensionRuling.parse(input);
  const calendar = await k.calendar.current();
  return actOnCase(k, actor, caseId, 'rule_extension', mayDispatch, async ({ tx, row, at }) => {
    const request = await openExtension(tx, row.id);
    if (!request) fail('kernel.changed_meanwhile');
    const { longestExtension_days } = k.settings.get(casesSettings);
    const dueAfter = granted
      ? extendedDue(calendar, request.due_before, request.working_days, longestExtension_days)
      : null;
    await ruleOnExtension(tx, request.id, { granted, reason, by: actor.accountId, at, dueAfter });
    return {
      patch: dueAfter ? { due_at: dueAfter } : {},
      steps: [
        {
          act: granted ? 'extension_granted' : 'extension_refused',
          public: granted,
          text: granted ? '' : reason,
          data: { working_days: request.working_days, dueAt: dueAfter?.toISOString() },
        },
      ],
      event: { granted, dueAt: dueAfter?.toISOString() },
      details: { granted, working_days: request.working_days },
      result: { dueAt: dueAfter },
    };
  });
}
