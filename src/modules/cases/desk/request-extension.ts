import { z } from 'zod';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnCase } from '../act-on-case.ts';
import { mayHandle } from '../cases.policy.ts';
import { casesSettings } from '../cases.settings.ts';
import { insertExtension } from './desk.queries.ts';

export const extensionInput = z.object({
  working_days: z.coerce
    .number({ error: 'cases.field.days_needed' })
    .int('cases.field.days_needed')
    .min(1, 'cases.field.days_needed'),
  reason: z.string().trim().min(10, 'cases.field.reason_needed').max(2000, 'cases.field.too_long'),
});

/** 延期: at most ten working days in all, asked before the due time; dispatch rules on it. */
export async function requestExtension(
  k: Kernel,
  actor: Actor,
  caseId: string,
  input: z.input<typeof extensionInput>,
): Promise<void> {
  const { working_days, reason } = extensionInput.parse(input);
  const { longestExtension_days } = k.settings.get(casesSettings);
  const calendar = await k.calendar.current();
  await actOnCase(k, actor, caseId, 'request_extension', mayHandle, async ({ tx, row, at }) => {
    const departmentId = row.lead_department_id;
    if (!departmentId || !row.due_at) fail('cases.not_yours');
    if (at > row.due_at) fail('cases.extension_too_late');
    const given = row.first_due_at ? calendar.workingDaysBetween(row.first_due_at, row.due_at) : 0;
    if (given + working_days > longestExtension_days) fail('cases.extension_too_long', { days: longestExtension_days });
    await insertExtension(tx, {
      caseId: row.id,
      departmentId,
      working_days,
      reason,
      by: actor.accountId,
      at,
      dueBefore: row.due_at,
    });
    return {
      steps: [{ act: 'request_extension', public: false, departmentId, text: reason, data: { working_days } }],
      event: { working_days },
      result: undefined,
    };
  });
}
