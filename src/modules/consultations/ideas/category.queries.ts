import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';

export type IdeaCategory = { id: string; position: number; name: string; closed: boolean; ideas: number };

/** In their order, with how many public ideas each has. */
export async function categoriesOf(db: Db, consultationId: string): Promise<IdeaCategory[]> {
  const { rows } = await sql<IdeaCategory>`
    select g.id, g.position, g.name, g.closed, (select count(*)::int from consultations.idea i
        join consultations.contribution n on n.id = i.contribution_id and n.state = 'visible'
        where i.consultation_id = g.consultation_id and i.category_id = g.id) as ideas
    from consultations.idea_category g where g.consultation_id = ${consultationId} order by g.position, g.id`.execute(
    db,
  );
  return rows;
}

/**
 * Makes these the categories of a call, in this order. One that is no longer among them is closed where ideas have it, else
 * removed.
 */
export async function writeCategories(tx: Tx, consultationId: string, names: readonly string[]): Promise<void> {
  await sql`delete from consultations.idea_category g where g.consultation_id = ${consultationId}
    and g.name <> all(${names}::text[])
    and not exists (select from consultations.idea i where i.category_id = g.id)`.execute(tx);
  await sql`update consultations.idea_category set closed = true, position = position + 1000
    where consultation_id = ${consultationId} and name <> all(${names}::text[]) and position < 1000`.execute(tx);
  const rows = names.map((name, i) => ({ id: newId(), name, position: i + 1 }));
  await sql`insert into consultations.idea_category (id, consultation_id, position, name)
    select r.id, ${consultationId}, r.position, r.name
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, position int, name text)
    on conflict (consultation_id, name) do update set position = excluded.position, closed = false`.execute(tx);
}

/** Of this call and still offered. */
export async function offeredCategory(tx: Tx, consultationId: string, id: string): Promise<boolean> {
  const { rows } = await sql`select from consultations.idea_category
    where id = ${id} and consultation_id = ${consultationId} and not closed`.execute(tx);
  return rows.length > 0;
}
