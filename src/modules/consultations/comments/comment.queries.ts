import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';
import type { ContributionState, ContributionWay } from '../consultations.rules.ts';
import { authorShown } from '../result/author.ts';

export const commentSorts = ['newest', 'oldest', 'supported', 'answered'] as const;
export type CommentSort = (typeof commentSorts)[number];

/** Where a comment was made: a paragraph and the version that was read; null: the whole text. */
export type CommentPlace = { anchor: string | null; versionNo: number | null };

/** A comment as everybody may read it: of what is hidden or taken back neither words nor name. */
export type PublicComment = CommentPlace & {
  id: string;
  number: number;
  shownAs: string;
  organisationId: string | null;
  way: ContributionWay;
  text: string;
  state: ContributionState;
  createdAt: Date;
  supports: number;
  /** answers that stand on the page */
  answers: number;
  parentId: string | null;
  /** of the published rule under which it is hidden */
  ruleNumber: string | null;
};

/** What is hidden or taken back has no words and no name outside of its own table. */
const columns = sql`n.id, n.number,
  case when n.state = 'visible' then n.shown_as else '' end as "shownAs",
  case when n.state = 'visible' then n.organisation_id end as "organisationId", n.way,
  case when n.state = 'visible' then n.text else '' end as text, n.state, n.created_at as "createdAt",
  n.supports, m.answers, m.anchor, m.version_no as "versionNo", m.parent_id as "parentId",
  case when n.state = 'hidden' then (select d.rule_number from consultations.moderation d
    where d.contribution_id = n.id and d.ruling is distinct from 'restored') end as "ruleNumber"`;
const tables = sql`consultations.contribution n join consultations.comment m on m.contribution_id = n.id`;

/** Whoever wrote a letter never stands here by a whole name, whatever was entered. */
const masked = (comment: PublicComment): PublicComment =>
  comment.shownAs === '' ? comment : { ...comment, shownAs: authorShown(comment) };

/** Where a page of the list goes on: the last comment's number and what it was ordered by. */
export type CommentKey = { by: number; number: number };

export function keyOf(sort: CommentSort, comment: Pick<PublicComment, 'number' | 'supports' | 'answers'>): CommentKey {
  const { number } = comment;
  return { number, by: sort === 'supported' ? comment.supports : sort === 'answered' ? comment.answers : number };
}

function behind(sort: CommentSort, after: CommentKey | null) {
  if (!after) return sql`true`;
  switch (sort) {
    case 'newest':
      return sql`n.number < ${after.number}`;
    case 'oldest':
      return sql`n.number > ${after.number}`;
    case 'supported':
      return sql`(n.supports < ${after.by} or (n.supports = ${after.by} and n.number > ${after.number}))`;
    case 'answered':
      return sql`(m.answers < ${after.by} or (m.answers = ${after.by} and n.number > ${after.number}))`;
  }
}

const orders = {
  newest: sql`n.number desc`,
  oldest: sql`n.number`,
  supported: sql`n.supports desc, n.number`,
  answered: sql`m.answers desc, n.number`,
};

/**
 * Comments that answer no other, a page of them. What was taken back is left out, unless it has answers.
 * @param anchor a paragraph; null: those on the whole text; undefined: all
 */
export async function commentsOf(
  db: Db,
  consultationId: string,
  given: { anchor?: string | null; sort?: CommentSort; after?: CommentKey | null; limit?: number } = {},
): Promise<PublicComment[]> {
  const { anchor, sort = 'newest', after = null, limit = 30 } = given;
  const place = anchor === undefined ? sql`true` : anchor === null ? sql`m.anchor is null` : sql`m.anchor = ${anchor}`;
  const { rows } = await sql<PublicComment>`select ${columns} from ${tables}
    where n.consultation_id = ${consultationId} and n.kind = 'comment' and m.parent_id is null and ${place}
      and (n.state in ('visible', 'hidden') or (n.state = 'withdrawn' and m.answers > 0))
      and ${behind(sort, after)}
    order by ${orders[sort]} limit ${limit}`.execute(db);
  return rows.map(masked);
}

/** The first answers to each of these comments, the oldest first. What was taken back is left out. */
export async function answersOf(
  db: Db,
  parentIds: readonly string[],
  { most, after = 0 }: { most: number; after?: number },
): Promise<PublicComment[]> {
  if (parentIds.length === 0) return [];
  const { rows } =
    await sql<PublicComment>`select a.* from unnest(${[...parentIds]}::uuid[]) as p(id) cross join lateral (
      select ${columns} from ${tables} where m.parent_id = p.id and n.state in ('visible', 'hidden') and n.number > ${after}
      order by n.number limit ${most}) a order by a.number`.execute(db);
  return rows.map(masked);
}

/** A comment by its number, as everybody may read it. */
export async function publicComment(
  db: Db,
  consultationId: string,
  number: number,
): Promise<PublicComment | undefined> {
  const { rows } = await sql<PublicComment>`select ${columns} from ${tables}
    where n.consultation_id = ${consultationId} and n.kind = 'comment' and n.number = ${number}`.execute(db);
  return rows[0] && masked(rows[0]);
}

export async function numberOfComment(db: Db, id: string): Promise<number | undefined> {
  const { rows } = await sql<{
    number: number;
  }>`select number from consultations.contribution where id = ${id}`.execute(db);
  return rows[0]?.number;
}

/** How many opinions stand on each paragraph; under `null` those on the whole text. Answers are none. */
export async function commentCounts(db: Db, consultationId: string): Promise<Map<string | null, number>> {
  const { rows } = await sql<{
    anchor: string | null;
    count: number;
  }>`select m.anchor, count(*)::int as count from ${tables}
    where m.consultation_id = ${consultationId} and m.parent_id is null and n.state = 'visible'
    group by m.anchor`.execute(db);
  return new Map(rows.map(({ anchor, count }) => [anchor, count]));
}

export async function insertComment(
  tx: Tx,
  given: CommentPlace & { contributionId: string; consultationId: string; parentId?: string | null },
): Promise<void> {
  const { contributionId, consultationId, anchor, versionNo, parentId = null } = given;
  await sql`insert into consultations.comment (contribution_id, consultation_id, anchor, version_no, parent_id)
    values (${contributionId}, ${consultationId}, ${anchor}, ${versionNo}, ${parentId})`.execute(tx);
}

/** Counts the answers that stand under a comment anew; two at once wait for each other. */
export async function countAnswers(tx: Tx, parentId: string): Promise<void> {
  await sql`select from consultations.comment where contribution_id = ${parentId} for no key update`.execute(tx);
  await sql`update consultations.comment set answers = (select count(*) from ${tables}
      where m.parent_id = ${parentId} and n.state = 'visible') where contribution_id = ${parentId}`.execute(tx);
}

/** What a contribution answers; null: nothing, or it is no comment. */
export async function parentOf(db: Db, contributionId: string): Promise<string | null> {
  const { rows } = await sql<{ parentId: string | null }>`select parent_id as "parentId" from consultations.comment
    where contribution_id = ${contributionId}`.execute(db);
  return rows[0]?.parentId ?? null;
}

/** What was handed in with the same form before. */
export async function sentBefore(
  db: Db,
  consultationId: string,
  token: string,
): Promise<{ id: string; number: number } | undefined> {
  const { rows } = await sql<{ id: string; number: number }>`select id, number from consultations.contribution
    where consultation_id = ${consultationId} and form_token = ${token}`.execute(db);
  return rows[0];
}

/** Taken back: its words and name go, its number stays. */
export async function emptyContribution(tx: Tx, id: string): Promise<void> {
  await sql`update consultations.contribution set state = 'withdrawn', text = '—', shown_as = '—', form_token = null
    where id = ${id}`.execute(tx);
}
