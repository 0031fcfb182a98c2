import { z } from 'zod';
import { inTransaction, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { Actor } from '../../people/index.ts';
import { actInTransaction } from '../act-on-case.ts';
import { mayTakeIn } from '../cases.policy.ts';
import { kinds, limitKindFor, limitKinds } from '../cases.rules.ts';
import { categoryBook } from '../category-book.ts';
import { dueBy } from '../deadlines.ts';

export const acceptInput = z.object({
  caseId: z.string(),
  kind: z.enum(kinds).optional(),
  categoryId: z.string().nullable().optional(),
  urgent: z.boolean().default(false),
  /** instead of the limit that kind and category give */
  limitKind: z.enum(limitKinds).optional(),
});

/** 受理. Deadlines count from here. */
export async function acceptCase(
  k: Kernel,
  actor: Actor,
  input: z.input<typeof acceptInput>,
): Promise<{ dueAt: Date }> {
  return inTransaction(k.db, (tx) => acceptInTransaction(k, tx, actor, input));
}

/** The same inside a transaction that goes on to dispatch. */
export async function acceptInTransaction(
  k: Kernel,
  tx: Tx,
  actor: Actor,
  input: z.input<typeof acceptInput>,
): Promise<{ dueAt: Date }> {
  const { caseId, ...given } = acceptInput.parse(input);
  const categories = await categoryBook(k);
  return actInTransaction(k, tx, actor, caseId, 'accept', mayTakeIn, async ({ row, at }) => {
    const category =
      given.categoryId === undefined ? categories.get(row.category_id) : categories.get(given.categoryId);
    if (given.categoryId && !category?.active) fail('cases.unknown_category');
    const kind = given.kind ?? row.kind;
    const urgent = given.urgent || row.urgent;
    const limitKind = given.limitKind ?? limitKindFor({ urgent, kind, categoryLimit: category?.limitKind ?? null });
    const due = await dueBy(k, at, limitKind);
    return {
      patch: {
        kind,
        category_id: category?.id ?? null,
        urgent,
        limit_kind: limitKind,
        accepted_at: at,
        due_at: due,
        first_due_at: due,
      },
      steps: [{ act: 'accept', public: true, data: { limitKind, dueAt: due.toISOString() } }],
      event: { limitKind },
      details: { limitKind },
      result: { dueAt: due },
    };
  });
}
