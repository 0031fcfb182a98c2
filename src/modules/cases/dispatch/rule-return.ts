import { z } from 'zod';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actOnCase } from '../act-on-case.ts';
import { mayDispatch } from '../cases.policy.ts';
import { dueBy } from '../deadlines.ts';
import { endStandingDispatch } from '../intake/intake.queries.ts';
import { insertDispatch, openReturn, ruleOnReturn, setCoHandlers, signDispatch } from './dispatch.queries.ts';
import { type Assignment, assignment, checkAssignment, holdAssigned } from './dispatch-case.ts';

const reasonInput = z.object({
  reason: z.string().trim().min(4, 'cases.field.reason_needed').max(2000, 'cases.field.too_long'),
});

/** 改派: the return is granted, another department leads. The due time stays; after a ruling no further return. */
export async function reassignCase(
  k: Kernel,
  actor: Actor,
  caseId: string,
  input: Assignment & z.input<typeof reasonInput>,
): Promise<void> {
  const given = assignment.parse(input);
  const { reason } = reasonInput.parse(input);
  await checkAssignment(k, given);
  await actOnCase(k, actor, caseId, 'reassign', mayDispatch, async ({ tx, row, at }) => {
    const request = await openReturn(tx, row.id);
    if (!request) fail('kernel.changed_meanwhile');
    await ruleOnReturn(tx, request.id, 'reassigned', reason, actor.accountId, at);
    await holdAssigned(tx, given.leadDepartmentId, given.coHandlerIds);
    await endStandingDispatch(tx, row.id, 'reassigned', at);
    const signDueAt = await dueBy(k, at, 'sign');
    const dueAt = row.due_at ?? (await dueBy(k, at, row.limit_kind));
    await insertDispatch(tx, {
      caseId: row.id,
      round: row.round,
      leadDepartmentId: given.leadDepartmentId,
      opinion: given.opinion,
      by: actor.accountId,
      at,
      signDueAt,
      dueAt,
    });
    await setCoHandlers(
      tx,
      row.id,
      given.coHandlerIds.filter((id) => id !== given.leadDepartmentId),
      actor.accountId,
      at,
    );
    return {
      patch: {
        lead_department_id: given.leadDepartmentId,
        ...(given.categoryId === undefined ? {} : { category_id: given.categoryId }),
        return_ruled: true,
        dispatched_at: at,
        sign_due_at: signDueAt,
        signed_at: null,
        return_due_at: null,
        contact_due_at: await dueBy(k, at, 'contact'),
      },
      steps: [
        { act: 'reassign', public: true, departmentId: given.leadDepartmentId, data: { from: request.department_id } },
        { act: 'ruling', public: false, text: reason, data: { ruling: 'reassigned' } },
      ],
      event: {
        leadDepartmentId: given.leadDepartmentId,
        fromDepartmentId: request.department_id,
        categoryId: given.categoryId ?? row.category_id,
      },
      details: { from: request.department_id, to: given.leadDepartmentId },
      result: undefined,
    };
  });
}

/** 驳回: the department keeps it, as signed for. */
export async function refuseReturn(
  k: Kernel,
  actor: Actor,
  caseId: string,
  input: z.input<typeof reasonInput>,
): Promise<void> {
  const { reason } = reasonInput.parse(input);
  await actOnCase(k, actor, caseId, 'refuse_return', mayDispatch, async ({ tx, row, at }) => {
    const request = await openReturn(tx, row.id);
    if (!request) fail('kernel.changed_meanwhile');
    await ruleOnReturn(tx, request.id, 'refused', reason, actor.accountId, at);
    await signDispatch(tx, row.id, null, at);
    return {
      patch: { return_ruled: true, return_due_at: null, signed_at: row.signed_at ?? at },
      steps: [{ act: 'refuse_return', public: false, text: reason, departmentId: request.department_id }],
      event: { departmentId: request.department_id },
      result: undefined,
    };
  });
}
