import { newId, sql, type Tx } from '../../../../kernel/db/index.ts';
import type { LocalisedText } from '../../../../kernel/i18n/index.ts';
import type { LimitKind } from '../../cases.rules.ts';

export type CategoryValues = {
  code: string;
  parentId: string | null;
  name: LocalisedText;
  departmentId: string | null;
  coHandlerIds: string[];
  limitKind: LimitKind | null;
  active: boolean;
};

/** Edits of the catalogue come one after the other: two moves at once must not make a circle. */
export async function lockCatalogue(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(7_203_114_021)})`.execute(tx);
}

const columnsOf = (values: CategoryValues) => ({
  code: values.code,
  parent_id: values.parentId,
  name: JSON.stringify(values.name),
  department_id: values.departmentId,
  co_handler_ids: values.coHandlerIds,
  limit_kind: values.limitKind,
  active: values.active,
});

export async function addCategory(tx: Tx, values: CategoryValues): Promise<string> {
  const id = newId();
  const { rows } = await sql<{ sort: number; level: number }>`
    select coalesce(max(sort), 0) + 1 as sort,
      coalesce((select level from cases.category where id = ${values.parentId}), 0) + 1 as level
    from cases.category`.execute(tx);
  const { sort = 1, level = 1 } = rows[0] ?? {};
  await tx
    .insertInto('cases.category')
    .values({ id, ...columnsOf(values), level, sort })
    .execute();
  return id;
}

/** The level stays: a category moves only to another one of the level above its own. */
export async function replaceCategory(tx: Tx, id: string, values: CategoryValues): Promise<void> {
  await tx.updateTable('cases.category').set(columnsOf(values)).where('id', '=', id).execute();
}

/** Closes everything below. @returns how many were open */
export async function closeBelow(tx: Tx, id: string): Promise<number> {
  const { numAffectedRows } = await sql`
    with recursive below as (
      select id from cases.category where parent_id = ${id}
      union select c.id from cases.category c join below b on c.parent_id = b.id
    ) update cases.category set active = false where id in (select id from below) and active`.execute(tx);
  return Number(numAffectedRows ?? 0);
}
