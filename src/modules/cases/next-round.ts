import type { Tx } from '../../kernel/db/index.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { holdSuccessor } from '../people/index.ts';
import { type CasePatch, type CaseRow, keepRound } from './case.queries.ts';
import { dueBy } from './deadlines.ts';

/**
 * What changes on a case that is taken up again: the round so far is kept, a new one begins with clocks of its own, at the
 * department that does today what the former one did.
 */
export async function startNextRound(k: Kernel, tx: Tx, row: CaseRow, at: Date): Promise<CasePatch> {
  const due = await dueBy(
    k,
    at,
    row.limit_kind === 'emergency' || row.limit_kind === 'utility' ? row.limit_kind : 'general',
  );
  await keepRound(tx, row);
  const lead = row.lead_department_id && (await holdSuccessor(tx, row.lead_department_id));
  return {
    ...(lead !== row.lead_department_id && { lead_department_id: lead }),
    round: row.round + 1,
    round_opened_at: at,
    due_at: due,
    first_due_at: due,
    dispatched_at: null,
    sign_due_at: null,
    signed_at: null,
    contact_due_at: await dueBy(k, at, 'contact'),
    contacted_at: null,
    replied_at: null,
    reviewed_at: null,
    rated_at: null,
    closed_at: null,
    archived_at: null,
    return_due_at: null,
  };
}
