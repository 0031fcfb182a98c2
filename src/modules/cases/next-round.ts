import type { Kernel } from '../../kernel/kernel.ts';
import type { CasePatch, CaseRow } from './case.queries.ts';
import { dueBy } from './deadlines.ts';

/** What changes on a case that is taken up again: a new round with clocks of its own, counted from now. */
export async function startNextRound(k: Kernel, row: CaseRow, at: Date): Promise<CasePatch> {
  const due = await dueBy(
    k,
    at,
    row.limit_kind === 'emergency' || row.limit_kind === 'utility' ? row.limit_kind : 'general',
  );
  return {
    round: row.round + 1,
    due_at: due,
    first_due_at: due,
    replied_at: null,
    reviewed_at: null,
    rated_at: null,
    closed_at: null,
    archived_at: null,
    return_due_at: null,
  };
}
