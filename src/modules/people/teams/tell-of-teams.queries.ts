import { type Db, sql } from '../../../kernel/db/index.ts';

/** A team by its id, with who runs it and who belongs to it, for telling them. */
export type TeamAudience = { slug: string; name: string; proposedBy: string | null; runs: string[]; people: string[] };

export async function teamAudience(db: Db, teamId: string): Promise<TeamAudience | undefined> {
  const { rows } = await sql<TeamAudience>`
    select t.slug, t.name, t.proposed_by as "proposedBy",
      array(select p.account_id::text from people.team_person p
        where p.team_id = t.id and p.state = 'held' and p.part <> 'member') as runs,
      -- those who left with the team's end are told of it too
      array(select p.account_id::text from people.team_person p where p.team_id = t.id
        and (p.state = 'held' or (t.state = 'closed' and p.until = t.closed_at))) as people
    from people.team t where t.id = ${teamId}`.execute(db);
  return rows[0];
}

/** Who took a task on. */
export async function takersOfTask(db: Db, taskId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select account_id::text as id from people.team_task_place where task_id = ${taskId} and account_id is not null`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}
