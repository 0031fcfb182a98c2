import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';

/** Teams that a department stands behind and that go on. */
export async function countDepartmentTeams(db: Db, departmentId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from people.team
    where department_id = ${departmentId} and state in ('proposed', 'active', 'vacant')`.execute(db);
  return rows[0]?.n ?? 0;
}

export async function moveDepartmentTeams(tx: Tx, from: string, to: string): Promise<void> {
  await sql`update people.team set department_id = ${to}
    where department_id = ${from} and state in ('proposed', 'active', 'vacant')`.execute(tx);
}

/**
 * Puts what one account is and did in teams under another of the same person. In a team of both, the higher part stays;
 * hours that one of them confirmed for the other were nobody else's word, and wait anew.
 */
export async function joinInTeams(tx: Tx, from: string, to: string): Promise<void> {
  await joinPeople(tx, from, to);
  await sql`update people.team_task_place p set account_id = null, taken_at = null where account_id = ${from}
    and exists (select 1 from people.team_task_place o where o.task_id = p.task_id and o.account_id = ${to})`.execute(
    tx,
  );
  await sql`update people.team_task_place set account_id = ${to} where account_id = ${from}`.execute(tx);
  await sql`update people.team_hours set state = 'claimed', decided_by = null, decided_at = null, decision_reason = ''
    where (account_id = ${from} and decided_by = ${to}) or (account_id = ${to} and decided_by = ${from})`.execute(tx);
  await sql`update people.team_hours set account_id = ${to} where account_id = ${from}`.execute(tx);
  await sql`update people.team_post set author_id = ${to} where author_id = ${from}`.execute(tx);
  await sql`update people.team set proposed_by = case when decided_by = ${to} then null else ${to}::uuid end
    where proposed_by = ${from}`.execute(tx);
}

async function joinPeople(tx: Tx, from: string, to: string): Promise<void> {
  const { rows } = await sql<{ mine: string; other: string; part: string; state: string }>`
    select o.id as mine, p.id as other,
      (array['leader', 'deputy', 'member'])[least(array_position(array['leader', 'deputy', 'member'], p.part),
        array_position(array['leader', 'deputy', 'member'], o.part))] as part,
      case when 'held' in (p.state, o.state) or p.state <> o.state then 'held' else o.state end as state
    from people.team_person p join people.team_person o on o.team_id = p.team_id and o.account_id = ${to} and o.until is null
    where p.account_id = ${from} and p.until is null`.execute(tx);
  for (const { mine, other, part, state } of rows) {
    await sql`delete from people.team_person where id = ${other}`.execute(tx);
    await sql`update people.team_person set part = ${part}, state = ${state} where id = ${mine}`.execute(tx);
  }
  await sql`update people.team_person set account_id = ${to} where account_id = ${from}`.execute(tx);
}
