import { z } from 'zod';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnCase } from '../act-on-case.ts';
import { mayHandle } from '../cases.policy.ts';
import { insertEnding } from './desk.queries.ts';

export const endingInput = z.object({
  reason: z.string().trim().min(10, 'cases.field.reason_needed').max(2000, 'cases.field.too_long'),
});

/** Asks the hotline office to end the case without result. */
export async function requestEnding(
  k: Kernel,
  actor: Actor,
  caseId: string,
  input: z.input<typeof endingInput>,
): Promise<void> {
  const { reason } = endingInput.parse(input);
  await actOnCase(k, actor, caseId, 'request_ending', mayHandle, async ({ tx, row, at }) => {
    await insertEnding(tx, { caseId: row.id, departmentId: row.lead_department_id, reason, by: actor.accountId, at });
    return {
      steps: [{ act: 'request_ending', public: false, departmentId: row.lead_department_id, text: reason }],
      result: undefined,
    };
  });
}
