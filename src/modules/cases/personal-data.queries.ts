import { type Db, sql, type Tx } from '../../kernel/db/index.ts';

/** Letters that an account wrote. */
export async function countLetters(db: Db, accountId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from cases.author where account_id = ${accountId}`.execute(db);
  return Number(rows[0]?.n ?? 0);
}

/** Letters with what stands beside them of their author, the follower's list, and what was rated. */
export async function lettersOf(db: Db, accountId: string): Promise<unknown> {
  const { rows: letters } = await sql`
    select c.number, c.title, c.body, c.kind, c.channel, c.state, c.address, c.lon, c.lat, c.confidential,
      c.submitted_at as "submittedAt", a.name, a.display_name as "displayName", a.phone, a.email,
      (select coalesce(jsonb_agg(jsonb_build_object('round', r.round, 'outcome', r.outcome, 'attitude', r.attitude,
        'speed', r.speed, 'solved', r.solved, 'text', r.text, 'at', r.at) order by r.round), '[]')
        from cases.rating r where r.case_id = c.id and r.by = 'author') as ratings
    from cases.author a join cases.case c on c.id = a.case_id
    where a.account_id = ${accountId} order by c.submitted_at`.execute(db);
  const { rows: followed } = await sql`
    select c.number, c.title, f.why, f.at from cases.follower f join cases.case c on c.id = f.case_id
    where f.account_id = ${accountId} order by f.at`.execute(db);
  return { letters, followed };
}

/** Takes somebody off their letters, which stay as the office's record, and out of every list of followers. */
export async function eraseAuthor(tx: Tx, accountId: string): Promise<void> {
  await sql`
    update cases.author set account_id = null, name = '', display_name = '', phone = '', email = ''
    where account_id = ${accountId}`.execute(tx);
  await sql`delete from cases.follower where account_id = ${accountId}`.execute(tx);
}

/** Who of the staff opened the author's name and number of one of this account's letters. */
export async function authorReads(db: Db, accountId: string, limit: number): Promise<{ at: Date; by: string }[]> {
  const { rows } = await sql<{ at: Date; by: string }>`
    select e.at, e.actor_name as by from cases.author a
    join kernel.audit_entry e on e.object_type = 'case' and e.object_id = a.case_id::text and e.action = 'cases.author_read'
    where a.account_id = ${accountId} order by e.id desc limit ${limit}`.execute(db);
  return rows;
}

export async function countFollowed(db: Db, accountId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from cases.follower where account_id = ${accountId}`.execute(db);
  return Number(rows[0]?.n ?? 0);
}

/** Letters of one account are the other's; a letter that both follow is followed once, for the reason that came first. */
export async function moveAuthor(tx: Tx, from: string, to: string): Promise<void> {
  await sql`update cases.author set account_id = ${to} where account_id = ${from}`.execute(tx);
  await sql`
    insert into cases.follower (case_id, account_id, why, at)
    select case_id, ${to}::uuid, why, at from cases.follower where account_id = ${from}
    on conflict (case_id, account_id) do nothing`.execute(tx);
  await sql`delete from cases.follower where account_id = ${from}`.execute(tx);
}
