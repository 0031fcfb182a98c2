import { type Db, sql } from '../../../kernel/db/index.ts';
import { openStates } from '../cases.rules.ts';

const open = sql.val([...openStates]);

/** Cases still open that a department leads or helps with. */
export async function openCasesAt(db: Db, departmentId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select (select count(*) from cases.case c where c.lead_department_id = ${departmentId} and c.state = any(${open}))
      + (select count(*) from cases.co_handler h join cases.case c on c.id = h.case_id
         where h.department_id = ${departmentId} and c.lead_department_id is distinct from ${departmentId} and c.state = any(${open})) as n`.execute(
    db,
  );
  return rows[0]?.n ?? 0;
}

/** Cases still open whose due time lies between. */
export async function openCasesDue(db: Db, from: Date, until: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from cases.case where closed_at is null and due_at between ${from} and ${until} and state = any(${open})`.execute(
    db,
  );
  return rows[0]?.n ?? 0;
}
