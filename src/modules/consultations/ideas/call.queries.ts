import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';

export async function setConcluded(tx: Tx, consultationId: string, at: Date): Promise<void> {
  await sql`update consultations.consultation set state = 'answered', answered_at = ${at}, version = version + 1
    where id = ${consultationId}`.execute(tx);
}

/** Other calls for ideas that are published, of these departments or (null) of all, the newest first: to move an idea there. */
export async function otherCalls(
  db: Db,
  exceptId: string,
  departmentIds: readonly string[] | null,
): Promise<{ slug: string; title: string }[]> {
  const { rows } = await sql<{ slug: string; title: string }>`select c.slug, c.title from consultations.consultation c
    where c.kind = 'ideas' and c.state = 'open' and c.id <> ${exceptId}
      and (${departmentIds}::uuid[] is null or c.department_id = any(${departmentIds}::uuid[]))
    order by c.ends_on desc, c.id desc limit 50`.execute(db);
  return rows;
}
