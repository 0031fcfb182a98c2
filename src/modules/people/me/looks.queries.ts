import { type Db, sql } from '../../../kernel/db/index.ts';

/** Looks of one member of staff at these accounts since then: several within a while are one. */
export async function lookedAtSince(
  db: Db,
  { actorId, action }: { actorId: string; action: string },
  accountIds: readonly string[],
  since: Date,
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select distinct object_id as id from kernel.audit_entry
    where actor_id = ${actorId} and action = ${action} and object_type = 'account'
      and object_id = any(${[...accountIds]}::text[]) and at > ${since}`.execute(db);
  return new Set(rows.map(({ id }) => id));
}
