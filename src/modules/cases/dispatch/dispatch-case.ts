import { z } from 'zod';
import { inTransaction, type Tx } from '../../../kernel/db/index.ts';
import { fail, failFields } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, departmentBook, holdActive } from '../../people/index.ts';
import { actInTransaction } from '../act-on-case.ts';
import { mayDispatch } from '../cases.policy.ts';
import { kinds, limitKinds } from '../cases.rules.ts';
import { categoryBook } from '../category-book.ts';
import { dueBy } from '../deadlines.ts';
import { insertDispatch, setCoHandlers } from './dispatch.queries.ts';

/** Who leads, who helps; the category chosen with it teaches the routing suggestion. */
export const assignment = z.object({
  leadDepartmentId: z.string().min(1, 'cases.field.department_needed'),
  coHandlerIds: z.array(z.string()).max(20).default([]),
  categoryId: z.string().nullable().optional(),
  kind: z.enum(kinds).optional(),
  opinion: z.string().trim().max(2000, 'cases.field.too_long').default(''),
  /** instead of the limit set at acceptance */
  limitKind: z.enum(limitKinds).optional(),
});
export type Assignment = z.input<typeof assignment>;

/** Checks that the departments and the category exist and are active. @throws AppError beside the field */
export async function checkAssignment(k: Kernel, given: z.output<typeof assignment>): Promise<void> {
  const departments = await departmentBook(k);
  if (!departments.get(given.leadDepartmentId)?.active)
    failFields({ leadDepartmentId: { key: 'cases.field.department_needed' } });
  if (given.coHandlerIds.some((id) => !departments.get(id)?.active))
    failFields({ coHandlerIds: { key: 'cases.field.department_unknown' } });
  if (given.categoryId && !(await categoryBook(k)).get(given.categoryId)?.active)
    failFields({ categoryId: { key: 'cases.field.category_unknown' } });
}

/**
 * Holds the departments that a case is sent to, inside its transaction: one that was closed or merged meanwhile is not sent
 * anything.
 * @throws AppError kernel.changed_meanwhile
 */
export async function holdAssigned(tx: Tx, leadDepartmentId: string, coHandlerIds: readonly string[]): Promise<void> {
  const wanted = [...new Set([leadDepartmentId, ...coHandlerIds])];
  if ((await holdActive(tx, wanted)).length < wanted.length) fail('kernel.changed_meanwhile');
}

/** 派单: to one lead department and any number of co-handlers. */
export async function dispatchCase(
  k: Kernel,
  actor: Actor,
  caseId: string,
  input: Assignment,
): Promise<{ signDueAt: Date; dueAt: Date }> {
  return inTransaction(k.db, (tx) => dispatchInTransaction(k, tx, actor, caseId, input));
}

/** The same inside a transaction that does more. */
export async function dispatchInTransaction(
  k: Kernel,
  tx: Tx,
  actor: Actor,
  caseId: string,
  input: Assignment,
  allow: (actor: Actor) => boolean = mayDispatch,
): Promise<{ signDueAt: Date; dueAt: Date }> {
  const given = assignment.parse(input);
  await checkAssignment(k, given);
  return actInTransaction(k, tx, actor, caseId, 'dispatch', allow, async ({ row, at }) => {
    const limitKind = given.limitKind ?? row.limit_kind;
    const from = row.accepted_at ?? at;
    const dueAt =
      given.limitKind && given.limitKind !== row.limit_kind
        ? await dueBy(k, from, limitKind)
        : (row.due_at ?? (await dueBy(k, from, limitKind)));
    const clocks = { signDueAt: await dueBy(k, at, 'sign'), dueAt };
    const coHandlers = given.coHandlerIds.filter((id) => id !== given.leadDepartmentId);
    await holdAssigned(tx, given.leadDepartmentId, coHandlers);
    await insertDispatch(tx, {
      caseId: row.id,
      round: row.round,
      leadDepartmentId: given.leadDepartmentId,
      opinion: given.opinion,
      by: actor.accountId,
      at,
      ...clocks,
    });
    await setCoHandlers(tx, row.id, coHandlers, actor.accountId, at);
    return {
      patch: {
        lead_department_id: given.leadDepartmentId,
        ...(given.categoryId === undefined ? {} : { category_id: given.categoryId }),
        ...(given.kind ? { kind: given.kind } : {}),
        limit_kind: limitKind,
        dispatched_at: at,
        sign_due_at: clocks.signDueAt,
        signed_at: null,
        return_due_at: await dueBy(k, at, 'return'),
        contact_due_at: await dueBy(k, at, 'contact'),
        contacted_at: null,
        due_at: dueAt,
        first_due_at: dueAt,
      },
      steps: [
        { act: 'dispatch', public: true, departmentId: given.leadDepartmentId, data: { coHandlerIds: coHandlers } },
        ...(given.opinion
          ? [{ act: 'opinion', public: false, departmentId: given.leadDepartmentId, text: given.opinion }]
          : []),
      ],
      event: { leadDepartmentId: given.leadDepartmentId, categoryId: given.categoryId ?? row.category_id },
      details: { leadDepartmentId: given.leadDepartmentId, coHandlerIds: coHandlers },
      result: clocks,
    };
  });
}
