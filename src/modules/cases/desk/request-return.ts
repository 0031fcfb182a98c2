import { z } from 'zod';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnCase } from '../act-on-case.ts';
import { mayHandle } from '../cases.policy.ts';
import { standingDispatch } from '../dispatch/dispatch.queries.ts';
import { insertReturnRequest } from './desk.queries.ts';

export const returnInput = z.object({
  reason: z.string().trim().min(10, 'cases.field.reason_needed').max(2000, 'cases.field.too_long'),
  suggestedDepartmentId: z.string().nullable().default(null),
});

/** 申请退回: within two working days of dispatch, with reasons; after a ruling never again. */
export async function requestReturn(
  k: Kernel,
  actor: Actor,
  caseId: string,
  input: z.input<typeof returnInput>,
): Promise<void> {
  const { reason, suggestedDepartmentId } = returnInput.parse(input);
  await actOnCase(k, actor, caseId, 'request_return', mayHandle, async ({ tx, row, at }) => {
    if (row.return_ruled) fail('cases.return_ruled_already');
    if (row.return_due_at && at > row.return_due_at) fail('cases.return_too_late');
    const dispatch = await standingDispatch(tx, row.id);
    const departmentId = row.lead_department_id;
    if (!dispatch || !departmentId) fail('kernel.changed_meanwhile');
    await insertReturnRequest(tx, {
      caseId: row.id,
      dispatchId: dispatch.id,
      departmentId,
      reason,
      suggestedDepartmentId: suggestedDepartmentId || null,
      by: actor.accountId,
      at,
    });
    return {
      steps: [{ act: 'request_return', public: false, departmentId, text: reason, data: { suggestedDepartmentId } }],
      result: undefined,
    };
  });
}
