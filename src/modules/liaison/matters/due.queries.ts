import type { Db } from '../../../kernel/db/index.ts';
import { workingStates } from './matters.rules.ts';

export type WaitingMatter = {
  id: string;
  number: string;
  ownerId: string | null;
  departmentId: string;
  dueAt: Date;
  movedAt: Date;
};

const columns = [
  'id',
  'number',
  'owner_id as ownerId',
  'department_id as departmentId',
  'due_at as dueAt',
  'moved_at as movedAt',
] as const;

/** Matters that a department has in hand, page by page in the order of their ids. */
export async function mattersInHand(db: Db, after: string | null, limit: number): Promise<WaitingMatter[]> {
  let query = db
    .selectFrom('liaison.matter')
    .select(columns)
    .where('state', 'in', [...workingStates])
    .orderBy('id')
    .limit(limit);
  if (after) query = query.where('id', '>', after);
  return query.execute();
}

/** Answered matters that nobody rated since before. */
export async function answeredBefore(db: Db, before: Date, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('liaison.matter')
    .select('id')
    .where('state', '=', 'answered')
    .where('answered_at', '<', before)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}
