import { z } from 'zod';
import { inTransaction } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { lockCase } from '../case.queries.ts';
import { acceptInTransaction } from '../intake/accept-case.ts';
import { lockCases, mergeInTransaction } from '../intake/merge-cases.ts';
import { assignment, dispatchInTransaction } from './dispatch-case.ts';
import { insertDecision } from './routing-store.queries.ts';

/** Everything that a dispatcher decides over one letter. */
export const decision = assignment.extend({
  urgent: z.boolean().default(false),
  /** letters about the same, merged into this one */
  mergeIds: z.array(z.string()).max(20).default([]),
  /** what stood first when it was decided */
  suggested: z
    .object({ departmentId: z.string(), confidence: z.number().min(0).max(1) })
    .nullable()
    .default(null),
});

/**
 * 受理并派单 in one go, with the letters about the same merged into it: all of it or nothing. What was suggested and what
 * was chosen is kept, for the suggestion to learn from.
 */
export async function decideCase(
  k: Kernel,
  actor: Actor,
  caseId: string,
  input: z.input<typeof decision>,
): Promise<{ signDueAt: Date; dueAt: Date; merged: number }> {
  const { kind, urgent, mergeIds, suggested, ...given } = decision.parse(input);
  return inTransaction(k.db, async (tx) => {
    await lockCases(tx, [caseId, ...mergeIds]);
    const row = await lockCase(tx, caseId);
    if (!row) fail('cases.not_found');
    if (row.state === 'submitted') {
      const { categoryId, limitKind } = given;
      await acceptInTransaction(k, tx, actor, { caseId, kind, categoryId, urgent, limitKind });
    }
    const clocks = await dispatchInTransaction(k, tx, actor, caseId, { ...given, kind });
    await insertDecision(tx, {
      caseId,
      at: k.clock.now(),
      by: actor.accountId,
      suggestedDepartmentId: suggested?.departmentId ?? null,
      confidence: suggested?.confidence ?? null,
      chosenDepartmentId: given.leadDepartmentId,
      chosenCategoryId: given.categoryId ?? row.category_id,
    });
    const { merged } =
      mergeIds.length > 0
        ? await mergeInTransaction(k, tx, actor, { caseIds: mergeIds, intoId: caseId })
        : { merged: 0 };
    return { ...clocks, merged };
  });
}
