import { type Db, sql } from '../../../kernel/db/index.ts';
import type { CaseState, LimitKind } from '../cases.rules.ts';
import { publicOnly } from '../public/list.queries.ts';

/** A public letter with what GeoReport says of it. Nothing of its author. */
export type RequestRow = {
  id: string;
  number: string;
  state: CaseState;
  stateBefore: CaseState | null;
  solved: boolean | null;
  title: string;
  body: string;
  categoryId: string | null;
  districtId: string | null;
  address: string;
  lon: number | null;
  lat: number | null;
  leadDepartmentId: string | null;
  limitKind: LimitKind;
  submittedAt: Date;
  updatedAt: Date;
  answeredAt: Date | null;
  closedAt: Date | null;
  dueAt: Date | null;
  reply: string | null;
  pictureId: string | null;
  mediaUrl: string | null;
};

const columns = sql`c.id, c.number, c.state, c.state_before as "stateBefore", c.title, c.body, c.category_id as "categoryId",
  c.district_id as "districtId", c.address, c.lon, c.lat, c.lead_department_id as "leadDepartmentId", c.limit_kind as "limitKind",
  c.submitted_at as "submittedAt", c.updated_at as "updatedAt", c.reviewed_at as "answeredAt", c.closed_at as "closedAt", c.due_at as "dueAt",
  (select r.solved from cases.rating r where r.case_id = c.id order by r.round desc limit 1) as solved,
  (select left(r.text, 2000) from cases.reply r where r.case_id = c.id and r.state = 'published' order by r.published_at desc limit 1) as reply,
  (select a.file_id from cases.attachment a where a.case_id = c.id and a.of = 'letter' and a.public order by a.sort, a.file_id limit 1) as "pictureId",
  (select m.url from cases.media_link m where m.case_id = c.id) as "mediaUrl"`;

export type RequestFilter = {
  from: Date;
  until: Date;
  states?: readonly CaseState[];
  /** null among them: letters without a category */
  categoryIds?: readonly (string | null)[];
};

/** The newest public letters of a period, both ends included. */
export async function publicRequests(db: Db, filter: RequestFilter, limit: number): Promise<RequestRow[]> {
  const ids = filter.categoryIds?.filter((id) => id !== null);
  const none = filter.categoryIds?.includes(null) ?? false;
  const { rows } = await sql<RequestRow>`
    with page as materialized (
      select c.id from cases.case c where ${publicOnly} and c.submitted_at >= ${filter.from} and c.submitted_at <= ${filter.until}
        ${filter.states ? sql`and c.state = any(${filter.states}::text[])` : sql``}
        ${ids ? sql`and (c.category_id = any(${ids}::uuid[]) or ${none} and c.category_id is null)` : sql``}
      order by c.submitted_at desc, c.id desc limit ${limit}
    )
    select ${columns} from page join cases.case c using (id) order by c.submitted_at desc, c.id desc`.execute(db);
  return rows;
}

/** Those of the letters that are public, newest first. */
export async function publicRequestsByNumber(db: Db, numbers: readonly string[]): Promise<RequestRow[]> {
  const { rows } = await sql<RequestRow>`
    select ${columns} from cases.case c where c.number = any(${numbers}::text[]) and ${publicOnly}
    order by c.submitted_at desc, c.id desc`.execute(db);
  return rows;
}
