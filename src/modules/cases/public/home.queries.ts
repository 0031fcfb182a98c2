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
      select r.id as reply_id, r.case_id, r.published_at,
        (select count(*) from cases.follower f where f.case_id = r.case_id) as followers
      from cases.reply r join cases.case c on c.id = r.case_id
      where r.state = 'published' and r.published_at >= ${since} and ${publicOnly} and c.reviewed_at is not null
      order by r.published_at desc limit 2000
    ), ranked as (
      select *, row_number() over (order by followers desc, published_at desc, reply_id) = 1 as first from week
    )
    select c.id, c.number, c.kind, c.state, c.state_before as "stateBefore", c.title, left(c.body, 600) as body,
      a.display_name as "displayName", c.district_id as "districtId", c.address, c.category_id as "categoryId",
      c.submitted_at as "submittedAt", c.accepted_at as "acceptedAt", r.published_at as "publishedAt",
      r.department_id as "departmentId", left(r.text, 600) as reply,
      (select x.solved from cases.rating x where x.case_id = c.id and x.round = r.round) as solved
    from ranked k join cases.reply r on r.id = k.reply_id join cases.case c on c.id = k.case_id
      left join cases.author a on a.case_id = c.id
    order by k.first desc, k.published_at desc limit ${limit}`.execute(db);
  return rows;
}

/** Answers published since then, of public cases. */
export async function countAnswers(db: Db, since: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from cases.reply r join cases.case c on c.id = r.case_id
    where r.state = 'published' and r.published_at >= ${since} and ${publicOnly}`.execute(db);
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
