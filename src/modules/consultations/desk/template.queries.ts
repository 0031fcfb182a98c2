import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';

export type ReasonTemplate = { id: string; title: string; text: string };

export async function templatesOf(db: Db, departmentId: string): Promise<ReasonTemplate[]> {
  const { rows } = await sql<ReasonTemplate>`select id, title, text from consultations.reason_template
    where department_id = ${departmentId} order by title, id limit 200`.execute(db);
  return rows;
}

export async function insertTemplate(
  tx: Tx,
  {
    departmentId,
    title,
    text,
    byId,
    at,
  }: { departmentId: string; title: string; text: string; byId: string | null; at: Date },
): Promise<boolean> {
  const result =
    await sql`insert into consultations.reason_template (id, department_id, title, text, created_by, created_at)
    values (${newId()}, ${departmentId}, ${title}, ${text}, ${byId}, ${at})
    on conflict (department_id, title) do nothing`.execute(tx);
  return Number(result.numAffectedRows ?? 0) > 0;
}

export async function deleteTemplate(tx: Tx, departmentId: string, id: string): Promise<boolean> {
  const result =
    await sql`delete from consultations.reason_template where id = ${id} and department_id = ${departmentId}`.execute(
      tx,
    );
  return Number(result.numAffectedRows ?? 0) > 0;
}

/** Templates of a department go with it; one whose title is taken there stays behind and goes. */
export async function moveTemplates(tx: Tx, from: string, to: string): Promise<void> {
  await sql`delete from consultations.reason_template f where f.department_id = ${from} and exists (
    select from consultations.reason_template o where o.department_id = ${to} and o.title = f.title)`.execute(tx);
  await sql`update consultations.reason_template set department_id = ${to} where department_id = ${from}`.execute(tx);
}
