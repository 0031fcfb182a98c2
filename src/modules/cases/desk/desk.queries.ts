import { isDuplicate, newId, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';

export async function insertReturnRequest(
  tx: Tx,
  row: {
    caseId: string;
    dispatchId: string;
    departmentId: string;
    reason: string;
    suggestedDepartmentId: string | null;
    by: string | null;
    at: Date;
  },
): Promise<void> {
  await tx
    .insertInto('cases.return_request')
    .values({
      id: newId(),
      case_id: row.caseId,
      dispatch_id: row.dispatchId,
      department_id: row.departmentId,
      reason: row.reason,
      suggested_department_id: row.suggestedDepartmentId,
      by_id: row.by,
      at: row.at,
    })
    .execute();
}

/** One open request a case. @throws AppError cases.waiting_for_ruling */
export async function insertExtension(
  tx: Tx,
  row: {
    caseId: string;
    departmentId: string;
    working_days: number;
    reason: string;
    by: string | null;
    at: Date;
    dueBefore: Date;
  },
): Promise<void> {
  try {
    await tx
      .insertInto('cases.extension')
      .values({
        id: newId(),
        case_id: row.caseId,
        department_id: row.departmentId,
        working_days: row.working_days,
        reason: row.reason,
        by_id: row.by,
        at: row.at,
        due_before: row.dueBefore,
      })
      .execute();
  } catch (error) {
    if (isDuplicate(error, 'extension_open_idx')) fail('cases.waiting_for_ruling');
    throw error;
  }
}

/** One open request a case. @throws AppError cases.waiting_for_ruling */
export async function insertEnding(
  tx: Tx,
  row: { caseId: string; departmentId: string | null; reason: string; by: string | null; at: Date },
): Promise<void> {
  try {
    await tx
      .insertInto('cases.ending')
      .values({
        id: newId(),
        case_id: row.caseId,
        department_id: row.departmentId,
        reason: row.reason,
        by_id: row.by,
        at: row.at,
      })
      .execute();
  } catch (error) {
    if (isDuplicate(error, 'ending_open_idx')) fail('cases.waiting_for_ruling');
    throw error;
  }
}

export async function insertContact(
  tx: Tx,
  row: {
    caseId: string;
    departmentId: string;
    by: string | null;
    at: Date;
    how: 'phone' | 'visit' | 'message' | 'meeting';
    note: string;
  },
): Promise<void> {
  await tx
    .insertInto('cases.contact')
    .values({
      id: newId(),
      case_id: row.caseId,
      department_id: row.departmentId,
      by_id: row.by,
      at: row.at,
      how: row.how,
      note: row.note,
    })
    .execute();
}

export async function insertNote(
  tx: Tx,
  row: { caseId: string; departmentId: string | null; by: string; text: string; at: Date },
): Promise<void> {
  await tx
    .insertInto('cases.note')
    .values({
      id: newId(),
      case_id: row.caseId,
      department_id: row.departmentId,
      by_id: row.by,
      text: row.text,
      at: row.at,
    })
    .execute();
}

export async function giveOpinionRow(
  tx: Tx,
  row: { caseId: string; departmentId: string; opinion: string; by: string | null; at: Date },
): Promise<void> {
  await tx
    .updateTable('cases.co_handler')
    .set({ opinion: row.opinion, opinion_at: row.at, opinion_by_id: row.by })
    .where('case_id', '=', row.caseId)
    .where('department_id', '=', row.departmentId)
    .execute();
}
