import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';

export async function countTeamData(db: Db, accountId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select ((select count(*) from people.team_person where account_id = ${accountId})
      + (select count(*) from people.team_hours where account_id = ${accountId})
      + (select count(*) from people.team_task_place where account_id = ${accountId})
      + (select count(*) from people.team_post where author_id = ${accountId}))::int as n`.execute(db);
  return rows[0]?.n ?? 0;
}

/** Everything that teams hold of a person. */
export async function teamData(db: Db, accountId: string): Promise<unknown> {
  const { rows } = await sql`
    select
      (select coalesce(jsonb_agg(jsonb_build_object('team', t.name, 'part', p.part, 'state', p.state, 'note', p.note,
        'since', p.since, 'until', p.until, 'shown', p.shown) order by p.since), '[]')
        from people.team_person p join people.team t on t.id = p.team_id where p.account_id = ${accountId}) as teams,
      (select coalesce(jsonb_agg(jsonb_build_object('team', t.name, 'task', k.title, 'starts_at', k.starts_at,
        'taken_at', p.taken_at) order by k.starts_at), '[]')
        from people.team_task_place p join people.team_task k on k.id = p.task_id join people.team t on t.id = k.team_id
        where p.account_id = ${accountId}) as tasks,
      (select coalesce(jsonb_agg(jsonb_build_object('team', t.name, 'day', h.done_on, 'minutes', h.minutes, 'note', h.note,
        'state', h.state, 'reason', h.decision_reason) order by h.done_on), '[]')
        from people.team_hours h join people.team t on t.id = h.team_id where h.account_id = ${accountId}) as hours,
      (select coalesce(jsonb_agg(jsonb_build_object('team', t.name, 'title', p.title, 'body', p.body,
        'published_at', p.published_at) order by p.published_at), '[]')
        from people.team_post p join people.team t on t.id = p.team_id where p.author_id = ${accountId}) as posts`.execute(
    db,
  );
  return rows[0];
}

/** Teams that an account leads. */
export async function ledTeams(tx: Tx, accountId: string): Promise<{ id: string; state: string }[]> {
  const { rows } = await sql<{ id: string; state: string }>`
    select t.id, t.state from people.team t join people.team_person p on p.team_id = t.id
    where p.account_id = ${accountId} and p.part = 'leader' and p.state = 'held' for update of t`.execute(tx);
  return rows;
}

/** Takes a team that was only proposed away, with everybody in it. */
export async function dropProposal(tx: Tx, teamId: string): Promise<void> {
  await tx.deleteFrom('people.team_person').where('team_id', '=', teamId).execute();
  await tx.deleteFrom('people.team').where('id', '=', teamId).where('state', '=', 'proposed').execute();
}

/** Takes an account out of every team. Confirmed hours stay as numbers without them; what a team published stays its own. */
export async function eraseFromTeams(tx: Tx, accountId: string): Promise<void> {
  await tx.deleteFrom('people.team_person').where('account_id', '=', accountId).execute();
  await tx
    .updateTable('people.team_task_place')
    .set({ account_id: null, taken_at: null })
    .where('account_id', '=', accountId)
    .execute();
  await tx
    .deleteFrom('people.team_hours')
    .where('account_id', '=', accountId)
    .where('state', '<>', 'confirmed')
    .execute();
  await tx
    .updateTable('people.team_hours')
    .set({ account_id: null, note: '' })
    .where('account_id', '=', accountId)
    .execute();
  await tx.updateTable('people.team_post').set({ author_id: null }).where('author_id', '=', accountId).execute();
  await tx.updateTable('people.team').set({ proposed_by: null }).where('proposed_by', '=', accountId).execute();
}
