import { type Db, sql } from '../../../kernel/db/index.ts';
import { openStates } from '../cases.rules.ts';
import { publicOnly } from '../public/list.queries.ts';

export type OpenLike = {
  id: string;
  number: string;
  title: string;
  body: string;
  place: string;
  submittedAt: Date;
  followers: number;
};

/** Public letters under way that hold words of a query, at most `limit`, in no order: to be ranked by likeness. */
export async function openLikes(db: Db, tsquery: string, since: Date, limit: number): Promise<OpenLike[]> {
  const { rows } = await sql<OpenLike>`
    select c.id, c.number, c.title, left(c.body, 200) as body, c.address as place, c.submitted_at as "submittedAt",
      (select count(*)::int from cases.follower f where f.case_id = c.id) as followers
    from cases.case c
    where c.search @@ to_tsquery('simple', ${tsquery}) and c.submitted_at > ${since}
      and ${publicOnly} and c.state = any(${[...openStates]}::text[])
    limit ${limit}`.execute(db);
  return rows;
}
