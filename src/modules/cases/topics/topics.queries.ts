import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';
import type { CaseState, Kind } from '../cases.rules.ts';
import { type ListedCase, publicOnly } from '../public/list.queries.ts';
import type { Topic, TopicProfile } from './topic.ts';

/** recent: letters of the last 90 days; all: the newest letters, however old. */
export const spans = ['recent', 'all'] as const;
export type Span = (typeof spans)[number];

/** A public letter as the engine wants it; `address` whole. */
export type TopicLetter = {
  id: string;
  author: string;
  title: string;
  body: string;
  address: string;
  districtId: string | null;
  at: Date;
  follows: number;
  support: number;
};

// The author stands for a person and is never stored: an account, else what the person gave to be reached by. Imported
// letters carry the name of the other system's user.
const letterColumns = sql`c.id, c.title, left(c.body, 4000) as body, c.address, c.district_id as "districtId", c.submitted_at as at,
  coalesce(a.account_id::text, nullif(a.phone, ''), nullif(a.email, ''), case when c.source is not null then nullif(a.name, '') end, c.id::text) as author,
  (select count(*)::int from cases.follower f where f.case_id = c.id and f.why = 'follow') as follows,
  (select count(*)::int from cases.follower f where f.case_id = c.id and f.why = 'same') as support`;

/** The newest public letters since a moment. */
export async function publicLetters(db: Db, since: Date | null, limit: number): Promise<TopicLetter[]> {
  const { rows } = await sql<TopicLetter>`
    with newest as materialized (
      select c.id from cases.case c where ${publicOnly} ${since ? sql`and c.submitted_at >= ${since}` : sql``}
      order by c.submitted_at desc, c.id desc limit ${limit}
    )
    select ${letterColumns} from newest join cases.case c using (id) left join cases.author a on a.case_id = c.id`.execute(
    db,
  );
  return rows;
}

/** One letter, if everybody may read it. */
export async function publicLetter(db: Db, caseId: string): Promise<TopicLetter | undefined> {
  const { rows } = await sql<TopicLetter>`
    select ${letterColumns} from cases.case c left join cases.author a on a.case_id = c.id
    where c.id = ${caseId} and ${publicOnly}`.execute(db);
  return rows[0];
}

/** The public letters of a topic. */
export async function lettersOfTopic(db: Db, topicId: string): Promise<TopicLetter[]> {
  const { rows } = await sql<TopicLetter>`
    select ${letterColumns} from cases.topic_member m join cases.case c on c.id = m.case_id left join cases.author a on a.case_id = c.id
    where m.topic_id = ${topicId} and ${publicOnly} order by c.submitted_at, c.id`.execute(db);
  return rows;
}

/** Topics are found by one job at a time. */
export async function lockTopics(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('cases.topics'))`.execute(tx);
}

export async function topicMembers(tx: Tx, span: Span): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ topic_id: string; members: string[] }>`
    select t.id as topic_id, array(select m.case_id::text from cases.topic_member m where m.topic_id = t.id) as members
    from cases.topic t where t.span = ${span}`.execute(tx);
  return new Map(rows.map((row) => [row.topic_id, row.members]));
}

export async function topicProfiles(
  db: Db,
  span: Span,
  limit: number,
): Promise<{ id: string; profile: TopicProfile }[]> {
  const { rows } = await sql<{ id: string; profile: TopicProfile }>`
    select id, profile from cases.topic where span = ${span} order by heat desc, id limit ${limit}`.execute(db);
  return rows;
}

export type StoredTopic = Omit<Topic, 'oppose'> & { id: string; concentration: number };

/** Puts the topics of a span in the place of those there were. Ids that stay keep when they were first found. */
export async function replaceTopics(tx: Tx, span: Span, topics: readonly StoredTopic[], at: Date): Promise<void> {
  const ids = topics.map((topic) => topic.id);
  await sql`delete from cases.topic_member where span = ${span}`.execute(tx);
  await sql`delete from cases.topic where span = ${span} and not id = any(${ids}::uuid[])`.execute(tx);
  const json = JSON.stringify(topics);
  // A letter that was deleted while topics were being found takes nobody else's topic down.
  await sql`
    insert into cases.topic (id, span, title, title_case_id, place, keywords, heat, people, follows, support, concentration, first_at,
      last_at, profile, found_at, updated_at)
    select r.id, ${span}, r.title, r."titledBy", r.place, r.keywords, r.heat, r.people, r.follows, r.support, r.concentration, r."from",
      r."to", r.profile, ${at}, ${at}
    from jsonb_to_recordset(${json}::jsonb) as r(id uuid, title text, "titledBy" uuid, place text, keywords text[], heat float8, people int,
      follows int, support int, concentration float8, "from" timestamptz, "to" timestamptz, profile jsonb)
    where exists (select from cases.case c where c.id = r."titledBy")
    on conflict (id) do update set title = excluded.title, title_case_id = excluded.title_case_id, place = excluded.place,
      keywords = excluded.keywords, heat = excluded.heat, people = excluded.people, follows = excluded.follows,
      support = excluded.support, concentration = excluded.concentration, first_at = excluded.first_at,
      last_at = excluded.last_at, profile = excluded.profile, updated_at = excluded.updated_at`.execute(tx);
  await sql`
    insert into cases.topic_member (case_id, span, topic_id, at)
    select c.id, ${span}, r.id, c.submitted_at
    from jsonb_to_recordset(${json}::jsonb) as r(id uuid, members uuid[]), unnest(r.members) as member
    join cases.case c on c.id = member
    where exists (select from cases.topic t where t.id = r.id)
    on conflict do nothing`.execute(tx);
}

export async function memberships(tx: Tx, caseId: string): Promise<{ topicId: string; span: Span }[]> {
  const { rows } = await sql<{ topicId: string; span: Span }>`
    select topic_id as "topicId", span from cases.topic_member where case_id = ${caseId}`.execute(tx);
  return rows;
}

export async function addMember(tx: Tx, topicId: string, caseId: string, span: Span, at: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into cases.topic_member (case_id, span, topic_id, at) select ${caseId}, ${span}, id, ${at} from cases.topic where id = ${topicId}
    on conflict do nothing`.execute(tx);
  return (numAffectedRows ?? 0n) > 0n;
}

export async function removeMember(tx: Tx, caseId: string): Promise<void> {
  await sql`delete from cases.topic_member where case_id = ${caseId}`.execute(tx);
}

export async function deleteTopic(tx: Tx, topicId: string): Promise<void> {
  await sql`delete from cases.topic where id = ${topicId}`.execute(tx);
}

export type TopicFigures = {
  heat: number;
  people: number;
  follows: number;
  support: number;
  concentration: number;
  from: Date;
  to: Date;
};

export async function updateFigures(tx: Tx, topicId: string, figures: TopicFigures, at: Date): Promise<void> {
  const { from, to, ...rest } = figures;
  await tx
    .updateTable('cases.topic')
    .set({ ...rest, first_at: from, last_at: to, updated_at: at })
    .where('id', '=', topicId)
    .execute();
}

export async function titleOfTopic(
  tx: Tx,
  topicId: string,
): Promise<{ title: string; titledBy: string; span: Span } | undefined> {
  const { rows } = await sql<{ title: string; titledBy: string; span: Span }>`
    select title, title_case_id as "titledBy", span from cases.topic where id = ${topicId} for update`.execute(tx);
  return rows[0];
}

export async function retitle(tx: Tx, topicId: string, title: string, titledBy: string): Promise<void> {
  await tx.updateTable('cases.topic').set({ title, title_case_id: titledBy }).where('id', '=', topicId).execute();
}

export type ShownTopic = {
  id: string;
  title: string;
  place: string | null;
  keywords: string[];
  heat: number;
  people: number;
  follows: number;
  support: number;
  concentration: number;
  from: Date;
  to: Date;
  letters: number;
  /** when each letter came in, the oldest first */
  times: Date[];
  newest: { number: string; title: string; state: CaseState; kind: Kind }[];
};

const shownColumns = sql`t.id, t.title, t.place, t.keywords, t.heat, t.people, t.follows, t.support, t.concentration, t.first_at as "from",
  t.last_at as "to", l.letters, l.times, l.newest`;
// What is not public any more is gone at once, whatever the jobs have not got round to yet.
const shownFrom = sql`cases.topic t join cases.case c on c.id = t.title_case_id and ${publicOnly} cross join lateral (
    select count(*)::int as letters, array_agg(c.submitted_at order by c.submitted_at) as times,
      (array_agg(jsonb_build_object('number', c.number, 'title', c.title, 'state', c.state, 'kind', c.kind) order by c.submitted_at desc, c.id desc))[1:3] as newest
    from cases.topic_member m join cases.case c on c.id = m.case_id where m.topic_id = t.id and ${publicOnly}
  ) l`;

/** The hottest topics, as everybody may see them. */
export async function hottestTopics(db: Db, span: Span, limit: number): Promise<ShownTopic[]> {
  const { rows } = await sql<ShownTopic>`
    select ${shownColumns} from ${shownFrom} where t.span = ${span} and l.letters > 1 order by t.heat desc, t.id limit ${limit}`.execute(
    db,
  );
  return rows;
}

export async function findTopic(db: Db, id: string): Promise<(ShownTopic & { span: Span }) | undefined> {
  const { rows } = await sql<ShownTopic & { span: Span }>`
    select ${shownColumns}, t.span from ${shownFrom} where t.id = ${id} and l.letters > 0`.execute(db);
  return rows[0];
}

/** The public letters of a topic as lists show them, newest first. */
export async function topicLetters(
  db: Db,
  topicId: string,
  after: { at: Date; id: string } | null,
  limit: number,
): Promise<ListedCase[]> {
  const { rows } = await sql<ListedCase>`
    select c.id, c.number, c.kind, c.state, c.state_before as "stateBefore", c.title, left(c.body, 400) as excerpt,
      c.district_id as "districtId", c.address, c.category_id as "categoryId", c.lead_department_id as "leadDepartmentId",
      c.submitted_at as "submittedAt", c.reviewed_at as "reviewedAt",
      (select count(*)::int from cases.follower f where f.case_id = c.id) as followers,
      (select r.solved from cases.rating r where r.case_id = c.id order by r.round desc limit 1) as solved
    from cases.topic_member m join cases.case c on c.id = m.case_id
    where m.topic_id = ${topicId} and ${publicOnly} ${after ? sql`and (m.at, m.case_id) < (${after.at}, ${after.id}::uuid)` : sql``}
    order by m.at desc, m.case_id desc limit ${limit}`.execute(db);
  return rows;
}

/** Since when topics of a span have been up to date; null: never found. */
export async function topicsFoundAt(db: Db, span: Span): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select max(updated_at) as at from cases.topic where span = ${span}`.execute(db);
  return rows[0]?.at ?? null;
}
