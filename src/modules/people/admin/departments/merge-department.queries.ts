import { type Db, sql, type Tx } from '../../../../kernel/db/index.ts';

/**
 * Holds a department until the transaction ends. Rows that name it go on as they are (no key changes); whoever means to
 * send something new to it (`holdActive`) waits, and then finds it closed.
 */
export async function lockForMerge(tx: Tx, id: string): Promise<void> {
  await tx.selectFrom('people.department').select('id').where('id', '=', id).forNoKeyUpdate().execute();
}

/** Which of the departments are in use; none of them is closed before the transaction ends. */
export async function holdActive(tx: Tx, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .selectFrom('people.department')
    .select('id')
    .where('id', 'in', [...new Set(ids)])
    .where('active', '=', true)
    .orderBy('id')
    .forShare()
    .execute();
  return rows.map((row) => row.id);
}

export async function countPlaces(db: Db, id: string): Promise<{ roles: number; children: number }> {
  const { rows } = await sql<{ roles: number; children: number }>`
    select (select count(*) from people.role_grant where department_id = ${id}) as roles,
      (select count(*) from people.department where parent_id = ${id}) as children`.execute(db);
  return rows[0] ?? { roles: 0, children: 0 };
}

/** Grants move; whoever has the same role there already keeps that one. @returns accounts that had one */
export async function moveGrants(tx: Tx, from: string, to: string): Promise<string[]> {
  const { rows: doubled } = await sql<{ account_id: string }>`
    delete from people.role_grant g where g.department_id = ${from} and exists
      (select from people.role_grant t where t.account_id = g.account_id and t.role = g.role and t.department_id = ${to})
    returning g.account_id`.execute(tx);
  const { rows: moved } = await sql<{ account_id: string }>`
    update people.role_grant set department_id = ${to} where department_id = ${from} returning account_id`.execute(tx);
  return [...new Set([...doubled, ...moved].map((row) => row.account_id))];
}

/**
 * Whatever stood under the department stands under the other. One that the other itself stands under (it was below the
 * closed one) takes the closed one's place above it, so that no circle is made.
 */
export async function moveChildren(tx: Tx, from: string, to: string): Promise<number> {
  await sql`
    with recursive above as (
      select id, parent_id from people.department where id = ${to}
      union select d.id, d.parent_id from people.department d join above a on d.id = a.parent_id)
    update people.department set parent_id = (select parent_id from people.department where id = ${from})
    where parent_id = ${from} and id in (select id from above)`.execute(tx);
  const { numAffectedRows } = await sql`
    update people.department set parent_id = ${to} where parent_id = ${from} and id <> ${to}`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

export async function closeInto(tx: Tx, from: string, to: string, at: Date): Promise<void> {
  await tx
    .updateTable('people.department')
    .set({ active: false, merged_into: to, merged_at: at })
    .where('id', '=', from)
    .execute();
}

/** The department that does today what this one did, along any chain of mergers; itself where it was never merged. */
export async function successorOf(db: Db, id: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    with recursive later as (
      select id, merged_into, 0 as n from people.department where id = ${id}
      union all select d.id, d.merged_into, l.n + 1 from people.department d join later l on d.id = l.merged_into where l.n < 100)
    select id from later where merged_into is null`.execute(db);
  return rows[0]?.id ?? id;
}

/**
 * The department that does today what this one did, held so that it goes into no other before the transaction ends. One
 * that was only closed stays itself.
 */
export async function holdSuccessor(tx: Tx, id: string): Promise<string> {
  for (let at = id; ; ) {
    if ((await holdActive(tx, [at])).length > 0) return at;
    const next = await successorOf(tx, at);
    if (next === at) return at;
    at = next;
  }
}
