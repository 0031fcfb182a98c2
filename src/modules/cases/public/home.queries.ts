import { type Db, sql } from '../../../kernel/db/index.ts';
import type { CaseState, Kind } from '../cases.rules.ts';
import { publicOnly } from './list.queries.ts';

export type AnsweredCase = {
  id: string;
  number: string;
  kind: Kind;
  state: CaseState;
  stateBefore: CaseState | null;
  title: string;
  body: string;
  displayName: string;
  districtId: string | null;
  address: string;
  categoryId: string | null;
  submittedAt: Date;
  acceptedAt: Date | null;
  publishedAt: Date;
  departmentId: string;
  reply: string;
  solved: boolean | null;
};

/**
 * Answers published since then: the one whose case has most followers first, then the latest. Of an author only the name
 * for the public.
 */
export async function answersSince(db: Db, since: Date, limit: number): Promise<AnsweredCase[]> {
  const { rows } = await sql<AnsweredCase>`
    with week as materialized (
      select c.id, c.reviewed_at, (select count(*) from cases.follower f where f.case_id = c.id) as followers
      from cases.case c where c.reviewed_at >= ${since} and ${publicOnly}
      order by c.reviewed_at desc limit 2000
    ), chosen as materialized (
      select *, row_number() over (order by followers desc, reviewed_at desc, id) = 1 as first from week
      order by first desc, reviewed_at desc limit ${limit}
    )
    select c.id, c.number, c.kind, c.state, c.state_before as "stateBefore", c.title, left(c.body, 600) as body,
      a.display_name as "displayName", c.district_id as "districtId", c.address, c.category_id as "categoryId",
      c.submitted_at as "submittedAt", c.accepted_at as "acceptedAt", r.published_at as "publishedAt",
      r.department_id as "departmentId", left(r.text, 600) as reply,
      (select x.solved from cases.rating x where x.case_id = c.id and x.round = r.round) as solved
    from chosen k join cases.case c using (id) left join cases.author a on a.case_id = c.id
      cross join lateral (select * from cases.reply r where r.case_id = c.id and r.state = 'published'
        order by r.published_at desc, r.id limit 1) r
    order by k.first desc, k.reviewed_at desc`.execute(db);
  return rows;
}

/** Public cases whose answer was published since then. */
export async function countAnswers(db: Db, since: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from cases.case c where c.reviewed_at >= ${since} and ${publicOnly}`.execute(db);
  return rows[0]?.n ?? 0;
}

export type ListedPromise = {
  id: string;
  number: string;
  title: string;
  departmentId: string;
  text: string;
  madeAt: Date;
  dueOn: string;
  state: 'open' | 'kept' | 'broken';
  evidence: string;
  settledOn: string | null;
};

/**
 * Promises of public cases. Open ones in the order in which they are due, settled ones latest due first; behind the
 * cursor.
 */
export async function listPromises(
  db: Db,
  state: 'open' | 'kept' | 'broken',
  after: { dueOn: string; id: string } | null,
  limit: number,
  timeZone: string,
): Promise<ListedPromise[]> {
  const behind = after
    ? state === 'open'
      ? sql`and (p.due_on, p.id) > (${after.dueOn}::date, ${after.id}::uuid)`
      : sql`and (p.due_on, p.id) < (${after.dueOn}::date, ${after.id}::uuid)`
    : sql``;
  const order = state === 'open' ? sql`p.due_on, p.id` : sql`p.due_on desc, p.id desc`;
  const { rows } = await sql<ListedPromise>`
    select p.id, c.number, c.title, p.department_id as "departmentId", p.text, p.made_at as "madeAt", p.due_on::text as "dueOn",
      p.state, p.evidence, to_char(p.settled_at at time zone ${timeZone}, 'YYYY-MM-DD') as "settledOn"
    from cases.promise p join cases.case c on c.id = p.case_id
    where p.state = ${state} and ${publicOnly} ${behind}
    order by ${order} limit ${limit}`.execute(db);
  return rows;
}
