import { type Db, newId, sql, type Tx } from '../../../../kernel/db/index.ts';
import type { LocalisedText } from '../../../../kernel/i18n/index.ts';
import type { Department } from '../../books.queries.ts';

const treeLock = 7_203_114_012;

/** Edits of the tree come one after the other: two moves at once must not make a circle. */
export async function lockDepartments(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(treeLock)})`.execute(tx);
}

/** How many open grants and active departments stand under a department. */
export async function childrenInUse(tx: Tx, id: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from people.department where parent_id = ${id} and active`.execute(tx);
  return rows[0]?.n ?? 0;
}

/** Holds the department until the transaction ends; whoever refers to it meanwhile waits. */
export async function lockDepartment(tx: Tx, id: string): Promise<boolean> {
  const row = await tx.selectFrom('people.department').select('id').where('id', '=', id).forUpdate().executeTakeFirst();
  return row !== undefined;
}

export type DepartmentValues = {
  code: string;
  parentId: string | null;
  name: LocalisedText;
  shortName: LocalisedText;
  kind: Department['kind'];
  phone: string;
  districtId: string | null;
};

function columnsOf(values: DepartmentValues) {
  return {
    code: values.code,
    parent_id: values.parentId,
    name: JSON.stringify(values.name),
    short_name: JSON.stringify(values.shortName),
    kind: values.kind,
    phone: values.phone,
    district_id: values.districtId,
  };
}

export async function addDepartment(tx: Tx, values: DepartmentValues): Promise<string> {
  const id = newId();
  await tx
    .insertInto('people.department')
    .values({ id, ...columnsOf(values), sort: await nextSort(tx) })
    .execute();
  return id;
}

async function nextSort(tx: Tx): Promise<number> {
  const { rows } = await sql<{ n: number }>`select coalesce(max(sort), 0) + 1 as n from people.department`.execute(tx);
  return rows[0]?.n ?? 1;
}

export async function replaceDepartment(tx: Tx, id: string, values: DepartmentValues): Promise<void> {
  await tx.updateTable('people.department').set(columnsOf(values)).where('id', '=', id).execute();
}

export async function setActive(tx: Tx, id: string, active: boolean): Promise<void> {
  await tx.updateTable('people.department').set({ active }).where('id', '=', id).execute();
}

/** People with a role in it who are in use. */
export async function peopleIn(db: Db, departmentId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(distinct a.id) as n from people.role_grant g join people.account a on a.id = g.account_id
    where g.department_id = ${departmentId} and a.disabled_at is null`.execute(db);
  return rows[0]?.n ?? 0;
}
