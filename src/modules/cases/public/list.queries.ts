import type { RawBuilder } from 'kysely';
import { type Db, inTransaction, type PageKey, sql, type Tx } from '../../../kernel/db/index.ts';
import { type CaseState, type Kind, openStates } from '../cases.rules.ts';

/** What narrows the public list; every part may be missing. */
export type CaseFilter = {
  tsquery?: string;
  kind?: Kind;
  categoryIds?: readonly string[];
  districtId?: string;
  departmentId?: string;
  states?: readonly CaseState[];
  from?: Date;
  until?: Date;
};

export type ListedCase = {
  id: string;
  number: string;
  kind: Kind;
  state: CaseState;
  stateBefore: CaseState | null;
  title: string;
  excerpt: string;
  districtId: string | null;
  address: string;
  categoryId: string | null;
  leadDepartmentId: string | null;
  submittedAt: Date;
  reviewedAt: Date | null;
  followers: number;
  solved: boolean | null;
};

/** The one place that says in SQL what `isPublic` says in cases.rules: part of it is the partial index case_public_idx. */
export const publicOnly = sql<boolean>`not c.confidential and not c.hidden and c.state not in ('submitted', 'withdrawn')
  and (c.accepted_at is not null or c.state in ('declined', 'archived'))`;

function conditions(filter: CaseFilter, after: PageKey | null): RawBuilder<unknown> {
  const all: RawBuilder<unknown>[] = [publicOnly];
  if (filter.tsquery) all.push(sql`c.search @@ to_tsquery('simple', ${filter.tsquery})`);
  if (filter.kind) all.push(sql`c.kind = ${filter.kind}`);
  if (filter.categoryIds) all.push(sql`c.category_id = any(${filter.categoryIds}::uuid[])`);
  if (filter.districtId) all.push(sql`c.district_id = ${filter.districtId}`);
  if (filter.departmentId) all.push(sql`c.lead_department_id = ${filter.departmentId}`);
  if (filter.states) all.push(sql`c.state = any(${filter.states}::text[])`);
  if (filter.from) all.push(sql`c.submitted_at >= ${filter.from}`);
  if (filter.until) all.push(sql`c.submitted_at < ${filter.until}`);
  if (after) all.push(sql`(c.submitted_at, c.id) < (${after.at}, ${after.id}::uuid)`);
  return sql.join(all, sql` and `);
}

/**
 * The ids of one page. An index gives letters of one category, or of one open state, in the order of time, but not those
 * of several: so each is read for itself, at most a page of it. Otherwise PostgreSQL walks through all letters from the
 * newest on, which for a category that has few of them is all.
 */
function pageOf(filter: CaseFilter, after: PageKey | null, limit: number): RawBuilder<unknown> {
  const { categoryIds, states, ...rest } = filter;
  const few = states?.every((state) => openStates.includes(state));
  if (filter.tsquery || !(few || categoryIds))
    return sql`select c.id from cases.case c where ${conditions(filter, after)}
      order by c.submitted_at desc, c.id desc limit ${limit}`;
  const [ones, one, other] = few
    ? [sql`${states}::text[]`, sql`c.state`, { ...rest, categoryIds }]
    : [sql`${categoryIds}::uuid[]`, sql`c.category_id`, { ...rest, states }];
  return sql`select each.id from unnest(${ones}) as ones(one) cross join lateral (
      select c.id, c.submitted_at from cases.case c where ${one} = ones.one and ${conditions(other, after)}
      order by c.submitted_at desc, c.id desc limit ${limit}) as each
    order by each.submitted_at desc, each.id desc limit ${limit}`;
}

/**
 * The newest letters first, `limit` of them behind the cursor. Only the rows of the page are read whole: what is shown
 * beside them is joined after the limit.
 */
export function listPublic(db: Db, filter: CaseFilter, after: PageKey | null, limit: number): Promise<ListedCase[]> {
  return readPage(db, pageOf(filter, after, limit));
}

async function readPage(db: Db, page: RawBuilder<unknown>): Promise<ListedCase[]> {
  const { rows } = await sql<ListedCase>`
    with page as materialized (
      ${page}
    )
    select c.id, c.number, c.kind, c.state, c.state_before as "stateBefore", c.title, left(c.body, 400) as excerpt,
      c.district_id as "districtId", c.address, c.category_id as "categoryId", c.lead_department_id as "leadDepartmentId",
      c.submitted_at as "submittedAt", c.reviewed_at as "reviewedAt",
      (select count(*)::int from cases.follower f where f.case_id = c.id) as followers,
      (select r.solved from cases.rating r where r.case_id = c.id order by r.round desc limit 1) as solved
    from page join cases.case c using (id)
    order by c.submitted_at desc, c.id desc`.execute(db);
  return rows;
}

/** Newest letters that are looked through one by one before anything is collected. */
const newest = 2000;
/** Matches that are collected and sorted at most. */
const mostCollected = 3000;
/** A walk that takes longer than this looks for words that recent letters do not hold. */
const patience_ms = 250;
const cancelled = '57014';

/**
 * The same for a search of words, the way chosen by how many letters hold them: PostgreSQL's own guess for a word that it
 * has not counted is far too high. Words that very many hold fill a page from the newest letters; of words that few hold all
 * matches are collected and sorted; for those between, letters are walked through from the newest on. Words of a season
 * (many hold them, but none of the last months) stop that walk, and then all that matches is collected after all.
 */
export async function searchPublic(
  db: Db,
  filter: CaseFilter,
  after: PageKey | null,
  limit: number,
): Promise<ListedCase[]> {
  const { tsquery: _, from: _from, until: _until, ...narrowed } = filter;
  if (Object.keys(narrowed).length === 0) {
    const rows = await readPage(db, amongNewest(filter, after, limit));
    if (rows.length === limit) return rows;
  }
  const ids = await collect(db, filter, after, limit);
  if (ids) return readPage(db, sql`select id from unnest(${ids}::uuid[]) as ids(id)`);
  try {
    return await inTransaction(db, async (tx) => {
      await sql`select set_config('statement_timeout', ${String(patience_ms)}, true)`.execute(tx);
      return listPublic(tx, filter, after, limit);
    });
  } catch (error) {
    if ((error as { code?: string }).code !== cancelled) throw error;
    return inTransaction(db, async (tx) => {
      await byBitmap(tx);
      return listPublic(tx, filter, after, limit);
    });
  }
}

function amongNewest(filter: CaseFilter, after: PageKey | null, limit: number): RawBuilder<unknown> {
  const { tsquery: _, ...period } = filter;
  return sql`select c.id from (select c.* from cases.case c where ${conditions(period, after)}
      order by c.submitted_at desc, c.id desc limit ${newest}) as c
    where c.search @@ to_tsquery('simple', ${filter.tsquery}) order by c.submitted_at desc, c.id desc limit ${limit}`;
}

/** One page of ids, or null where more match than should be sorted. */
async function collect(db: Db, filter: CaseFilter, after: PageKey | null, limit: number): Promise<string[] | null> {
  const { rows } = await inTransaction(db, async (tx) => {
    await byBitmap(tx);
    return sql<{ id: string; n: number }>`
      with hits as materialized (
        select c.id, c.submitted_at from cases.case c where ${conditions(filter, after)} limit ${mostCollected + 1}
      )
      select id, (count(*) over ())::int as n from hits order by submitted_at desc, id desc limit ${limit}`.execute(tx);
  });
  return (rows[0]?.n ?? 0) > mostCollected ? null : rows.map((row) => row.id);
}

/** The index of words is the way, whatever PostgreSQL thinks. */
async function byBitmap(tx: Tx): Promise<void> {
  await sql`select set_config('enable_indexscan', 'off', true), set_config('enable_seqscan', 'off', true)`.execute(tx);
}
