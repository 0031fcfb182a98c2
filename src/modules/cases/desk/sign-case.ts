import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnCase } from '../act-on-case.ts';
import { mayHandle } from '../cases.policy.ts';
import { signDispatch } from '../dispatch/dispatch.queries.ts';

/** 签收: the department has seen it and takes it on. */
export async function signCase(k: Kernel, actor: Actor, caseId: string): Promise<void> {
  await actOnCase(k, actor, caseId, 'sign', mayHandle, async ({ tx, row, at }) => {
    await signDispatch(tx, row.id, actor.accountId, at);
    return {
      patch: { signed_at: at },
      steps: [
        {
          act: 'sign',
          public: true,
          departmentId: row.lead_department_id,
          data: { inTime: row.sign_due_at === null || at <= row.sign_due_at },
        },
      ],
      result: undefined,
    };
  });
}

/** Work begins; contacting the author begins it too. */
export async function startCase(k: Kernel, actor: Actor, caseId: string): Promise<void> {
  await actOnCase(k, actor, caseId, 'start', mayHandle, async ({ row }) => ({
    steps: [{ act: 'start', public: true, departmentId: row.lead_department_id }],
    result: undefined,
  }));
}
