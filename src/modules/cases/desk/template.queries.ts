import { type Db, newId, type Tx } from '../../../kernel/db/index.ts';
import type { Scope } from './mine.ts';

/** An answer that is written often. Without a department it is the city's: everybody uses it, nobody edits it at a desk. */
export type Template = {
  id: string;
  departmentId: string | null;
  title: string;
  body: string;
  updatedAt: Date;
};

const mostTemplates = 200;

/** The departments' own and the city's, own first. */
export async function templatesFor(db: Db, scope: Scope): Promise<Template[]> {
  let query = db
    .selectFrom('cases.template')
    .select(['id', 'department_id as departmentId', 'title', 'body', 'updated_at as updatedAt']);
  if (!scope.city)
    query = query.where((eb) =>
      scope.ids.length > 0
        ? eb.or([eb('department_id', 'is', null), eb('department_id', 'in', [...scope.ids])])
        : eb('department_id', 'is', null),
    );
  return query
    .orderBy('department_id', (by) => by.asc().nullsLast())
    .orderBy('title')
    .orderBy('id')
    .limit(mostTemplates)
    .execute();
}

export async function templateById(db: Db, id: string): Promise<Template | undefined> {
  return db
    .selectFrom('cases.template')
    .select(['id', 'department_id as departmentId', 'title', 'body', 'updated_at as updatedAt'])
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function insertTemplate(
  tx: Tx,
  row: { departmentId: string; title: string; body: string; by: string | null; at: Date },
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('cases.template')
    .values({
      id,
      department_id: row.departmentId,
      title: row.title,
      body: row.body,
      updated_at: row.at,
      updated_by_id: row.by,
    })
    .execute();
  return id;
}

export async function updateTemplate(
  tx: Tx,
  id: string,
  row: { title: string; body: string; by: string | null; at: Date },
): Promise<void> {
  await tx
    .updateTable('cases.template')
    .set({ title: row.title, body: row.body, updated_at: row.at, updated_by_id: row.by })
    .where('id', '=', id)
    .execute();
}

export async function deleteTemplate(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('cases.template').where('id', '=', id).execute();
}
