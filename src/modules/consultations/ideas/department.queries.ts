import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';

/** Ideas that an office still has to answer or to do. */
export async function countAt(db: Db, departmentId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from consultations.idea i
    join consultations.contribution n on n.id = i.contribution_id
    where i.department_id = ${departmentId} and n.state in ('visible', 'merged')
      and (i.stage in ('open', 'examined') or (i.stage = 'answered' and i.outcome <> 'not_taken_up'))`.execute(db);
  return rows[0]?.count ?? 0;
}

/** What goes on moves; what was published stays signed by the office that wrote it. */
export async function moveToDepartment(tx: Tx, from: string, to: string): Promise<void> {
  await sql`update consultations.idea set department_id = ${to}, handler_id = null
    where department_id = ${from} and stage <> 'done'`.execute(tx);
  await sql`update consultations.idea_answer set department_id = ${to}
    where department_id = ${from} and published_at is null`.execute(tx);
}
