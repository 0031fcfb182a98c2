import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';

/** Drafts whose deadline is near and that were not reminded; held. */
export async function draftsToRemind(
  tx: Tx,
  at: Date,
  before: Date,
  limit: number,
): Promise<{ id: string; accountId: string; title: string; competition: string; endsAt: Date }[]> {
  const { rows } = await sql<{ id: string; accountId: string; title: string; competition: string; endsAt: Date }>`
    select e.id, e.account_id as "accountId", e.title, c.title as competition, s.ends_at as "endsAt"
    from competitions.stage s
    join competitions.competition c on c.id = s.competition_id and c.state = 'open'
    join competitions.entry e on e.competition_id = c.id and e.state = 'draft' and e.reminded_at is null
      and e.account_id is not null
    where s.kind = 'entry' and s.closed_at is null and s.starts_at <= ${at} and s.ends_at > ${at} and s.ends_at <= ${before}
    order by s.ends_at, e.id limit ${limit} for update of e skip locked`.execute(tx);
  return rows;
}

export async function markReminded(tx: Tx, ids: readonly string[], at: Date): Promise<void> {
  await sql`update competitions.entry set reminded_at = ${at} where id = any(${[...ids]}::uuid[])`.execute(tx);
}

/** Withdrawn entries that cannot come back: withdrawn before, and the deadline over as long; held. */
export async function withdrawnLongAgo(tx: Tx, before: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select e.id from competitions.entry e
    where e.state = 'withdrawn' and e.emptied_at is null and e.withdrawn_at <= ${before}
      and not exists (select from competitions.stage s where s.competition_id = e.competition_id and s.kind = 'entry'
        and s.ends_at + make_interval(hours => coalesce((s.settings ->> 'lateHours')::int, 0)) > ${before})
    order by e.withdrawn_at limit ${limit} for update of e skip locked`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Drafts of a competition; organisers see no more of them than how many there are. */
export async function countDrafts(db: Db, competitionId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from competitions.entry
    where competition_id = ${competitionId} and state = 'draft'`.execute(db);
  return rows[0]?.count ?? 0;
}
