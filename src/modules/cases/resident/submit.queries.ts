import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';
import { AppError } from '../../../kernel/errors/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { ProofTicket } from '../../../kernel/proof-of-work/index.ts';
import { localDate } from '../../../kernel/time/index.ts';
import type { LimitKind } from '../cases.rules.ts';

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
  /** SHA-256, hexadecimal */
  formToken: string | null;
  proof: ProofTicket | null;
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
 * taken in before, or whose form was sent before, is refused alone with 'kernel.changed_meanwhile'; one whose proof of
 * work was used before with 'proof.used'.
 */
export async function insertCases(
  k: Kernel,
  tx: Tx,
  rows: NewCase[],
  at: Date,
  numberOf: (at: Date, serial: number) => string,
): Promise<Outcome[]> {
  const refused = await refuseForms(k, tx, rows, at);
  const admitted = rows.filter((row) => !refused.has(row.id));
  if (admitted.length === 0) return rows.map((row) => refused.get(row.id) as Error);
  const first = await takeNumbers(tx, localDate(at, k.config.TIME_ZONE), admitted.length);
  const numbered = admitted.map((row, index) => ({ ...row, number: numberOf(at, first + index), stepId: newId() }));
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
  const numbers = new Map(written.map((row) => [row.id, row.number]));
  return rows.map((row) => {
    const number = numbers.get(row.id);
    return number ? { number, submittedAt: at } : (refused.get(row.id) ?? new AppError('kernel.changed_meanwhile'));
  });
}

/** Takes the tokens of forms, which decide, and uses up the proofs of those that are new. */
async function refuseForms(k: Kernel, tx: Tx, rows: NewCase[], at: Date): Promise<Map<string, Error>> {
  const refused = new Map<string, Error>();
  const forms = rows.filter((row) => row.formToken !== null);
  if (forms.length === 0) return refused;
  const json = JSON.stringify(forms.map(({ id, formToken }) => ({ id, token: formToken })));
  const taken = await sql<{ case_id: string }>`
    insert into cases.sent_form (token_hash, case_id, at)
    select decode(token, 'hex'), id, ${at} from jsonb_to_recordset(${json}::jsonb) as r(id uuid, token text)
    on conflict do nothing returning case_id`.execute(tx);
  const fresh = new Set(taken.rows.map((row) => row.case_id));
  for (const { id, proof } of forms) {
    if (!fresh.has(id)) refused.set(id, new AppError('kernel.changed_meanwhile'));
    else if (proof) {
      const problem = await k.proof.spend(tx, proof).catch((error: Error) => error);
      if (problem) refused.set(id, problem);
    }
  }
  const unproven = forms.filter(({ id }) => fresh.has(id) && refused.has(id)).map(({ id }) => id);
  if (unproven.length > 0) await tx.deleteFrom('cases.sent_form').where('case_id', 'in', unproven).execute();
  return refused;
}

/** The case that a form became. */
export async function caseOfForm(db: Db, tokenHash: Buffer): Promise<SentLetter | undefined> {
  return (await db
    .selectFrom('cases.sent_form as f')
    .innerJoin('cases.case as c', 'c.id', 'f.case_id')
    .innerJoin('cases.author as a', 'a.case_id', 'c.id')
    .select(['c.id', 'c.number', 'c.submitted_at', 'c.limit_kind', 'c.confidential', 'a.account_id'])
    .where('f.token_hash', '=', tokenHash)
    .executeTakeFirst()) as SentLetter | undefined;
}
export type SentLetter = {
  id: string;
  number: string;
  submitted_at: Date;
  limit_kind: LimitKind;
  confidential: boolean;
  account_id: string | null;
};

/** The case that a tracking code opens. */
export async function caseOfCode(db: Db, trackingHash: Buffer): Promise<{ id: string; number: string } | undefined> {
  return db
    .selectFrom('cases.author as a')
    .innerJoin('cases.case as c', 'c.id', 'a.case_id')
    .select(['c.id', 'c.number'])
    .where('a.tracking_hash', '=', trackingHash)
    .executeTakeFirst();
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
    select ${at}, case when confidential and author->>'accountId' is not null then null else "actorId" end, "actorName", 'cases.submit', 'case', id::text, jsonb_build_object('number', number, 'channel', channel) from r`.execute(
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

export async function forgetForms(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('cases.sent_form').where('at', '<', before).execute();
}
