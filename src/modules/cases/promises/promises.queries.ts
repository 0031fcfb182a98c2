import type { Db, Tx } from '../../../kernel/db/index.ts';

export type PromiseRow = {
  id: string;
  case_id: string;
  department_id: string;
  text: string;
  due_on: string;
  state: 'open' | 'kept' | 'broken';
};

export async function lockPromise(tx: Tx, id: string): Promise<PromiseRow | undefined> {
  return (await tx
    .selectFrom('cases.promise')
    .select(['id', 'case_id', 'department_id', 'text', 'due_on', 'state'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()) as PromiseRow | undefined;
}

export async function overduePromises(
  db: Db,
  today: string,
  limit: number,
): Promise<{ id: string; case_id: string }[]> {
  return db
    .selectFrom('cases.promise')
    .select(['id', 'case_id'])
    .where('state', '=', 'open')
    .where('due_on', '<', today)
    .orderBy('due_on')
    .orderBy('id')
    .limit(limit)
    .execute();
}

export async function settlePromise(
  tx: Tx,
  id: string,
  state: 'kept' | 'broken',
  evidence: string,
  by: string | null,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('cases.promise')
    .set({ state, evidence, settled_at: at, settled_by_id: by })
    .where('id', '=', id)
    .execute();
}
