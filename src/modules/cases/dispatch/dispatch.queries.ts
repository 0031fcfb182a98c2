import { isDuplicate, newId, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';

export type NewDispatch = {
  caseId: string;
  round: number;
  leadDepartmentId: string;
  opinion: string;
  by: string | null;
  at: Date;
  signDueAt: Date;
  dueAt: Date;
};

/** One standing dispatch a case: the partial unique index decides. @throws AppError kernel.changed_meanwhile */
export async function insertDispatch(tx: Tx, row: NewDispatch): Promise<void> {
  try {
    await tx
      .insertInto('cases.dispatch')
      .values({
        id: newId(),
        case_id: row.caseId,
        round: row.round,
        lead_department_id: row.leadDepartmentId,
        opinion: row.opinion,
        by_id: row.by,
        at: row.at,
        sign_due_at: row.signDueAt,
        due_at: row.dueAt,
      })
      .execute();
  } catch (error) {
    if (isDuplicate(error, 'dispatch_standing_idx')) fail('kernel.changed_meanwhile');
    throw error;
  }
}

/** Replaces the departments that help; opinions already given stay with those that remain. */
export async function setCoHandlers(
  tx: Tx,
  caseId: string,
  departmentIds: readonly string[],
  by: string | null,
  at: Date,
): Promise<void> {
  let gone = tx.deleteFrom('cases.co_handler').where('case_id', '=', caseId);
  if (departmentIds.length > 0) gone = gone.where('department_id', 'not in', departmentIds);
  await gone.execute();
  if (departmentIds.length === 0) return;
  await tx
    .insertInto('cases.co_handler')
    .values(
      departmentIds.map((departmentId) => ({
        case_id: caseId,
        department_id: departmentId,
        added_at: at,
        added_by_id: by,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function standingDispatch(
  tx: Tx,
  caseId: string,
): Promise<{ id: string; at: Date; signed_at: Date | null } | undefined> {
  return tx
    .selectFrom('cases.dispatch')
    .select(['id', 'at', 'signed_at'])
    .where('case_id', '=', caseId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
}

export async function signDispatch(tx: Tx, caseId: string, by: string | null, at: Date): Promise<void> {
  await tx
    .updateTable('cases.dispatch')
    .set({ signed_at: at, signed_by_id: by })
    .where('case_id', '=', caseId)
    .where('ended_at', 'is', null)
    .where('signed_at', 'is', null)
    .execute();
}

export async function openReturn(tx: Tx, caseId: string): Promise<{ id: string; department_id: string } | undefined> {
  return tx
    .selectFrom('cases.return_request')
    .select(['id', 'department_id'])
    .where('case_id', '=', caseId)
    .where('ruling', 'is', null)
    .executeTakeFirst();
}

export async function ruleOnReturn(
  tx: Tx,
  id: string,
  ruling: 'reassigned' | 'refused',
  reason: string,
  by: string | null,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('cases.return_request')
    .set({ ruling, ruling_reason: reason, ruled_by_id: by, ruled_at: at })
    .where('id', '=', id)
    .execute();
}

export async function openExtension(
  tx: Tx,
  caseId: string,
): Promise<{ id: string; working_days: number; due_before: Date } | undefined> {
  return tx
    .selectFrom('cases.extension')
    .select(['id', 'working_days', 'due_before'])
    .where('case_id', '=', caseId)
    .where('granted', 'is', null)
    .executeTakeFirst();
}

export async function ruleOnExtension(
  tx: Tx,
  id: string,
  ruling: { granted: boolean; reason: string; by: string | null; at: Date; dueAfter: Date | null },
): Promise<void> {
  await tx
    .updateTable('cases.extension')
    .set({
      granted: ruling.granted,
      ruling_reason: ruling.reason,
      ruled_by_id: ruling.by,
      ruled_at: ruling.at,
      due_after: ruling.dueAfter,
    })
    .where('id', '=', id)
    .execute();
}

export async function openEnding(tx: Tx, caseId: string): Promise<{ id: string } | undefined> {
  return tx
    .selectFrom('cases.ending')
    .select('id')
    .where('case_id', '=', caseId)
    .where('granted', 'is', null)
    .executeTakeFirst();
}

export async function ruleOnEnding(
  tx: Tx,
  id: string,
  ruling: { granted: boolean; reason: string; by: string | null; at: Date },
): Promise<void> {
  await tx
    .updateTable('cases.ending')
    .set({ granted: ruling.granted, ruling_reason: ruling.reason, ruled_by_id: ruling.by, ruled_at: ruling.at })
    .where('id', '=', id)
    .execute();
}

/** One open order a case. @throws AppError kernel.changed_meanwhile */
export async function insertSupervision(
  tx: Tx,
  row: { caseId: string; order: string; supervisorId: string; at: Date; dueAt: Date },
): Promise<void> {
  try {
    await tx
      .insertInto('cases.supervision')
      .values({
        id: newId(),
        case_id: row.caseId,
        order_text: row.order,
        supervisor_id: row.supervisorId,
        at: row.at,
        due_at: row.dueAt,
      })
      .execute();
  } catch (error) {
    if (isDuplicate(error, 'supervision_open_idx')) fail('kernel.changed_meanwhile');
    throw error;
  }
}

export async function liftStandingSupervision(
  tx: Tx,
  caseId: string,
  by: string | null,
  result: string,
  at: Date,
): Promise<boolean> {
  const done = await tx
    .updateTable('cases.supervision')
    .set({ lifted_at: at, lifted_by_id: by, result })
    .where('case_id', '=', caseId)
    .where('lifted_at', 'is', null)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}
