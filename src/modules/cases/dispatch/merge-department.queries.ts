import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';
import { statesBefore } from '../cases.rules.ts';

const inHand = sql.val([...statesBefore('change_department')]);

/** Cases in hand that a department leads or helps with, in the order in which they are locked. */
export async function casesInHandAt(db: Db, departmentId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select c.id from cases.case c where c.state = any(${inHand}) and (c.lead_department_id = ${departmentId}
      or exists (select from cases.co_handler h where h.case_id = c.id and h.department_id = ${departmentId}))
    order by c.id`.execute(db);
  return rows.map((row) => row.id);
}

export async function countToMove(
  db: Db,
  departmentId: string,
): Promise<{ cases: number; promises: number; templates: number; categories: number }> {
  const { rows } = await sql<{ cases: number; promises: number; templates: number; categories: number }>`
    select (select count(*) from cases.case c where c.state = any(${inHand}) and (c.lead_department_id = ${departmentId}
        or exists (select from cases.co_handler h where h.case_id = c.id and h.department_id = ${departmentId}))) as cases,
      (select count(*) from cases.promise where department_id = ${departmentId} and state <> 'kept') as promises,
      (select count(*) from cases.template where department_id = ${departmentId}) as templates,
      (select count(*) from cases.category where department_id = ${departmentId} or ${departmentId} = any(co_handler_ids)) as categories`.execute(
    db,
  );
  return rows[0] ?? { cases: 0, promises: 0, templates: 0, categories: 0 };
}

/** What waits or stands on one case: the dispatch, what was asked and not ruled on, the answer being written. */
export async function moveRequests(tx: Tx, caseId: string, from: string, to: string): Promise<void> {
  await sql`update cases.dispatch set lead_department_id = ${to}
    where case_id = ${caseId} and lead_department_id = ${from} and ended_at is null`.execute(tx);
  await sql`update cases.return_request set department_id = case when department_id = ${from} then ${to} else department_id end,
      suggested_department_id = case when suggested_department_id = ${from} then ${to} else suggested_department_id end
    where case_id = ${caseId} and ruling is null and ${from} in (department_id, suggested_department_id)`.execute(tx);
  for (const table of ['extension', 'ending'] as const)
    await sql`update ${sql.table(`cases.${table}`)} set department_id = ${to}
      where case_id = ${caseId} and department_id = ${from} and granted is null`.execute(tx);
  await sql`update cases.reply set department_id = ${to}
    where case_id = ${caseId} and department_id = ${from} and state <> 'published'`.execute(tx);
}

/**
 * A department that helped helps under the other's name. Where the other leads or helps already, nothing is doubled: an
 * opinion that was given is put below the other's own; who leads keeps it as said under the old name.
 */
export async function moveCoHandler(
  tx: Tx,
  caseId: string,
  given: { from: string; to: string; toLeads: boolean },
): Promise<void> {
  const { from, to, toLeads } = given;
  if (toLeads) {
    await sql`delete from cases.co_handler where case_id = ${caseId} and department_id in (${from}, ${to}) and opinion = ''`.execute(
      tx,
    );
    return;
  }
  await sql`
    update cases.co_handler t set opinion = concat_ws(E'\n', nullif(t.opinion, ''), f.opinion),
      opinion_at = greatest(t.opinion_at, f.opinion_at), opinion_by_id = coalesce(t.opinion_by_id, f.opinion_by_id)
    from cases.co_handler f where f.case_id = ${caseId} and f.department_id = ${from} and f.opinion <> ''
      and t.case_id = ${caseId} and t.department_id = ${to}`.execute(tx);
  await sql`
    delete from cases.co_handler f where f.case_id = ${caseId} and f.department_id = ${from}
      and exists (select from cases.co_handler t where t.case_id = ${caseId} and t.department_id = ${to})`.execute(tx);
  await sql`update cases.co_handler set department_id = ${to} where case_id = ${caseId} and department_id = ${from}`.execute(
    tx,
  );
}

/** Promises that are not kept yet, on finished cases too: somebody has to keep them. */
export async function movePromises(tx: Tx, from: string, to: string): Promise<void> {
  await sql`update cases.promise set department_id = ${to} where department_id = ${from} and state <> 'kept'`.execute(
    tx,
  );
}

/** Templates; one that the other has word for word goes away. */
export async function moveTemplates(tx: Tx, from: string, to: string): Promise<void> {
  await sql`
    delete from cases.template f where f.department_id = ${from} and exists
      (select from cases.template t where t.department_id = ${to} and t.title = f.title and t.body = f.body)`.execute(
    tx,
  );
  await sql`update cases.template set department_id = ${to} where department_id = ${from}`.execute(tx);
}

/** Who leads and who helps by default in the catalogue; each department once. */
export async function moveDefaults(tx: Tx, from: string, to: string): Promise<void> {
  await sql`
    update cases.category set department_id = case when department_id = ${from} then ${to} else department_id end,
      co_handler_ids = array(select distinct x from unnest(array_replace(co_handler_ids, ${from}::uuid, ${to}::uuid)) x
        where x is distinct from case when department_id = ${from} then ${to}::uuid else department_id end)
    where department_id = ${from} or ${from} = any(co_handler_ids)`.execute(tx);
}
