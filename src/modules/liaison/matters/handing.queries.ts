import { type Db, isDuplicate, newId, type Tx } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';

/** A matter offered to another department. */
export type Handing = {
  id: string;
  matterId: string;
  fromDepartmentId: string;
  toDepartmentId: string;
  note: string;
  byId: string;
  at: Date;
};

const columns = [
  'id',
  'matter_id as matterId',
  'from_department_id as fromDepartmentId',
  'to_department_id as toDepartmentId',
  'note',
  'by_id as byId',
  'at',
] as const;

export async function openHanding(db: Db, matterId: string): Promise<Handing | undefined> {
  return db
    .selectFrom('liaison.matter_handing')
    .select(columns)
    .where('matter_id', '=', matterId)
    .where('state', '=', 'offered')
    .executeTakeFirst();
}

/** Offers that wait in these departments. */
export async function offersTo(db: Db, departmentIds: readonly string[]): Promise<Handing[]> {
  if (departmentIds.length === 0) return [];
  return db
    .selectFrom('liaison.matter_handing')
    .select(columns)
    .where('state', '=', 'offered')
    .where('to_department_id', 'in', [...departmentIds])
    .orderBy('at')
    .orderBy('id')
    .execute();
}

/** @throws AppError liaison.offered_already: the unique index decides */
export async function insertHanding(tx: Tx, handing: Omit<Handing, 'id'>): Promise<void> {
  try {
    await tx
      .insertInto('liaison.matter_handing')
      .values({
        id: newId(),
        matter_id: handing.matterId,
        from_department_id: handing.fromDepartmentId,
        to_department_id: handing.toDepartmentId,
        note: handing.note,
        by_id: handing.byId,
        at: handing.at,
      })
      .execute();
  } catch (error) {
    if (isDuplicate(error)) fail('liaison.offered_already');
    throw error;
  }
}

export async function settleHanding(
  tx: Tx,
  matterId: string,
  settled: { state: 'accepted' | 'refused' | 'withdrawn'; by: string | null; at: Date; answer: string },
): Promise<void> {
  await tx
    .updateTable('liaison.matter_handing')
    .set({ state: settled.state, decided_by: settled.by, decided_at: settled.at, answer: settled.answer })
    .where('matter_id', '=', matterId)
    .where('state', '=', 'offered')
    .execute();
}
