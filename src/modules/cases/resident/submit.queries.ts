import { newId, sql, type Tx } from '../../../kernel/db/index.ts';
import { AppError } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate } from '../../../kernel/time/index.ts';

export type NewCase = {
  id: string;
  kind: string;
  channel: string;
  title: string;
  body: string;
  districtId: string | null;
  address: string;
  lon: number | null;
  lat: number | null;
  categoryId: string | null;
  confidential: boolean;
  urgent: boolean;
  limitKind: string;
  source: string | null;
  sourceRef: string | null;
  searchText: string;
  author: {
    accountId: string | null;
    name: string;
    displayName: string;
    phone: string;
    email: string;
    locale: string;
    trackingHash: string | null;
  };
  actorId: string | null;
  actorName: string;
  fileIds: string[];
  forum: { url: string; site: string; handle: string; postedAt: Date | null } | null;
};

/** The first of `n` numbers of the day that belong to this transaction. */
async function takeNumbers(tx: Tx, day: string, n: number): Promise<number> {
  const { rows } = await sql<{ last: number }>`
    insert into cases.number_series as s (day, last) values (${day}, ${n})
    on conflict (day) do update set last = s.last + ${n} returning last`.execute(tx);
  return (rows[0]?.last ?? n) - n + 1;
}

type Outcome = { number: string; submittedAt: Date } | Error;

/**
 * Writes many letters in a few statements: case, author, step, event and audit entry of each. A letter whose source was
 * taken in before is refused alone with 'kernel.changed_meanwhile'.
 */
export async function insertCases(
  k: Kernel,
  tx: Tx,
  rows: NewCase[],
  at: Date,
  numberOf: (at: Date, serial: number) => string,
): Promise<Outcome[]> {
  const first = await takeNumbers(tx, localDate(at, k.config.TIME_ZONE), rows.length);
  const numbered = rows.map((row, index) => ({ ...row, number: numberOf(at, first + index), stepId: newId() }));
  const json = JSON.stringify(numbered);
  const inserted = await sql<{ id: string }>`
    insert into cases.case (id, number, kind, channel, state, title, body, district_id, address, lon, lat, category_id, confidential,
      urgent, limit_kind, submitted_at, updated_at, source, source_ref, search)
    select r.id, r.number, r.kind, r.channel, 'submitted', r.title, r.body, r."districtId", r.address, r.lon, r.lat, r."categoryId",
      r.confidential, r.urgent, r."limitKind", ${at}, ${at}, r.source, r."sourceRef", to_tsvector('simple', r."searchText")
    from jsonb_to_recordset(${json}::jsonb) as r(id uuid, number text, kind text, channel text, title text, body text, "districtId" uuid,
      address text, lon float8, lat float8, "categoryId" uuid, confidential boolean, urgent boolean, "limitKind" text, source text,
      "sourceRef" text, "searchText" text)
    on conflict (source, source_ref) do nothing returning id`.execute(tx);
  const kept = new Set(inserted.rows.map((row) => row.id));
  const written = numbered.filter((row) => kept.has(row.id));
  if (written.length > 0) await insertAround(k, tx, written, at);
  return numbered.map((row) =>
    kept.has(row.id) ? { number: row.number, submittedAt: at } : new AppError('kernel.changed_meanwhile'),
  );
}

async function insertAround(
  k: Kernel,
  tx: Tx,
  rows: (NewCase & { number: string; stepId: string })[],
  at: Date,
): Promise<void> {
  const json = JSON.stringify(rows.map(({ body, searchText, ...row }) => row));
  await sql`
    with r as (
      select * from jsonb_to_recordset(${json}::jsonb) as r(id uuid, number text, channel text, "actorId" uuid, "actorName" text,
        "stepId" uuid, author jsonb, confidential boolean)
    ), a as (
      insert into cases.author (case_id, account_id, name, display_name, phone, email, locale, tracking_hash)
      select id, (author->>'accountId')::uuid, author->>'name', author->>'displayName', author->>'phone', author->>'email',
        author->>'locale', decode(author->>'trackingHash', 'hex') from r
    ), s as (
      insert into cases.step (id, case_id, at, act, actor_id, public, data)
      select "stepId", id, ${at}, 'submit', "actorId", true, jsonb_build_object('channel', channel) from r
    )
    insert into kernel.audit_entry (at, actor_id, actor_name, action, object_type, object_id, details)
    select ${at}, "actorId", "actorName", 'cases.submit', 'case', id::text, jsonb_build_object('number', number, 'channel', channel) from r`.execute(
    tx,
  );
  await k.outbox.emit(
    tx,
    at,
    ...rows.map((row) => ({
      type: 'cases.submit',
      subject: row.id,
      actorId: row.actorId,
      payload: { number: row.number, channel: row.channel },
    })),
  );
  for (const row of rows) await insertExtras(k, tx, row);
}

/** What only some letters have: photos, a forum post. */
async function insertExtras(k: Kernel, tx: Tx, row: NewCase): Promise<void> {
  if (row.fileIds.length > 0) {
    await k.files.claim(tx, row.fileIds, { purpose: 'case', ownerId: row.actorId });
    await tx
      .insertInto('cases.attachment')
      .values(
        row.fileIds.map((fileId, sort) => ({
          case_id: row.id,
          file_id: fileId,
          of: 'letter',
          public: !row.confidential,
          sort,
        })),
      )
      .execute();
  }
  if (row.forum) {
    await tx
      .insertInto('cases.forum_source')
      .values({
        case_id: row.id,
        url: row.forum.url,
        site: row.forum.site,
        handle: row.forum.handle,
        posted_at: row.forum.postedAt,
      })
      .execute();
  }
}
