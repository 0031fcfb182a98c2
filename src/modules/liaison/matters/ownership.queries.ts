import { type Db, newId, type Tx } from '../../../kernel/db/index.ts';
import { openStates } from './matters.rules.ts';

export type Owned = { id: string; departmentId: string };

/** Matters that are not over and belong to somebody. */
export async function mattersOwnedBy(db: Db, accountId: string): Promise<Owned[]> {
  return db
    .selectFrom('liaison.matter')
    .select(['id', 'department_id as departmentId'])
    .where('owner_id', '=', accountId)
    .where('state', 'in', [...openStates])
    .orderBy('id')
    .execute();
}

/** Whoever had it has left; it waits for an owner. One that was given to somebody else meanwhile is theirs. */
export async function disown(tx: Tx, { id, departmentId }: Owned, ownerId: string, at: Date): Promise<void> {
  const done = await tx
    .updateTable('liaison.matter')
    .set({ owner_id: null })
    .where('id', '=', id)
    .where('owner_id', '=', ownerId)
    .executeTakeFirst();
  if (done.numUpdatedRows === 0n) return;
  await tx
    .insertInto('liaison.matter_step')
    .values({ id: newId(), matter_id: id, at, act: 'owner_left', side: 'office', department_id: departmentId })
    .execute();
}
