import { sql, type Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { ImportRow } from './read-row.ts';

export type PreparedRow = ImportRow & {
  id: string;
  replyId: string;
  closureId: string;
  submitStepId: string;
  reviewStepId: string;
  number: string;
  searchText: string;
  displayName: string;
};

/** Letters taken in earlier from this source, by their own number there. */
export async function existingRefs(
  tx: Tx,
  source: string,
  refs: string[],
): Promise<Map<string, { number: string; title: string; body: string }>> {
  const rows = await tx
    .selectFrom('cases.case')
    .select(['source_ref', 'number', 'title', 'body'])
    .where('source', '=', source)
    .where('source_ref', 'in', refs)
    .execute();
  return new Map(rows.map((row) => [row.source_ref ?? '', row]));
}

/** The first of `n` free serial numbers of a day. */
export async function takeSerials(tx: Tx, day: string, n: number): Promise<number> {
  const { rows } = await sql<{ last: number }>`
    insert into cases.number_series as s (day, last) values (${day}, ${n})
    on conflict (day) do update set last = s.last + ${n} returning last`.execute(tx);
  return (rows[0]?.last ?? n) - n + 1;
}

/** Writes case, author, timeline, answer and closure of each row. @returns how many cases were written */
export async function insertImported(k: Kernel, tx: Tx, source: string, rows: PreparedRow[]): Promise<number> {
  if (rows.length === 0) return 0;
  const now = k.clock.now();
  const json = JSON.stringify(rows);
  const columns = sql`id uuid, number text, ref text, title text, body text, author text, "displayName" text, "submittedAt" timestamptz,
    reply text, "repliedAt" timestamptz, "departmentId" uuid, "categoryId" uuid, kind text, "districtId" uuid, address text,
    "searchText" text, "replyId" uuid, "closureId" uuid, "submitStepId" uuid, "reviewStepId" uuid`;
  const inserted = await sql<{ id: string }>`
    with r as (select * from jsonb_to_recordset(${json}::jsonb) as r(${columns})),
    c as (
      insert into cases.case (id, number, kind, channel, state, title, body, district_id, address, category_id, lead_department_id,
        submitted_at, accepted_at, replied_at, reviewed_at, closed_at, updated_at, source, source_ref, search)
      select id, number, kind, 'web', case when "repliedAt" is null then 'accepted' else 'closed' end, title, body, "districtId", address,
        "categoryId", case when "repliedAt" is null then null else "departmentId" end, "submittedAt", "submittedAt", "repliedAt", "repliedAt",
        "repliedAt", ${now}, ${source}, ref, to_tsvector('simple', "searchText")
      from r on conflict (source, source_ref) do nothing returning id
    )
    select id from c`.execute(tx);
  const kept = new Set(inserted.rows.map((row) => row.id));
  const around = JSON.stringify(rows.filter((row) => kept.has(row.id)).map(({ body, searchText, ...row }) => row));
  await sql`
    with r as (select * from jsonb_to_recordset(${around}::jsonb) as r(${columns})),
    a as (insert into cases.author (case_id, name, display_name) select id, author, "displayName" from r),
    s as (insert into cases.step (id, case_id, at, act, public, data)
      select "submitStepId", id, "submittedAt", 'submit', true, jsonb_build_object('channel', 'web', 'imported', true) from r),
    p as (insert into cases.reply (id, case_id, round, department_id, text, state, created_at, updated_at, sent_at, published_at)
      select "replyId", id, 1, "departmentId", reply, 'published', "repliedAt", "repliedAt", "repliedAt", "repliedAt" from r where "repliedAt" is not null),
    v as (insert into cases.step (id, case_id, at, act, department_id, public, data)
      select "reviewStepId", id, "repliedAt", 'review', "departmentId", true, jsonb_build_object('replyId', "replyId", 'imported', true) from r where "repliedAt" is not null)
    insert into cases.closure (id, case_id, round, how, at) select "closureId", id, 1, 'unrated', "repliedAt" from r where "repliedAt" is not null`.execute(
    tx,
  );
  return kept.size;
}
