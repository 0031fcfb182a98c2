import { type Db, type PageKey, sql, type Tx } from '../../../kernel/db/index.ts';
import type { LocalDate } from '../../../kernel/time/index.ts';
import type { Consultation } from '../consultation.queries.ts';
import type { ConsultationKind, ConsultationState } from '../consultations.rules.ts';

/** Which of these addresses are taken: the one asked for, and those that begin with it. */
export async function slugsLike(db: Db, slug: string): Promise<Set<string>> {
  const { rows } = await sql<{ slug: string }>`select slug from consultations.consultation
    where slug = ${slug} or slug like ${`${slug}-%`} limit 1000`.execute(db);
  return new Set(rows.map((row) => row.slug));
}

export type NewConsultation = Pick<
  Consultation,
  'id' | 'slug' | 'kind' | 'title' | 'summary' | 'explanation' | 'departmentId' | 'audience' | 'contact' | 'startsOn'
> &
  Pick<Consultation, 'endsOn'> & { settings: unknown; createdBy: string | null };

export async function insertConsultation(tx: Tx, at: Date, given: NewConsultation): Promise<void> {
  await sql`insert into consultations.consultation (id, slug, kind, title, summary, explanation, department_id, audience,
      contact, starts_on, ends_on, settings, created_by, created_at)
    values (${given.id}, ${given.slug}, ${given.kind}, ${given.title}, ${given.summary}, ${given.explanation},
      ${given.departmentId}, ${given.audience}, ${given.contact}, ${given.startsOn}, ${given.endsOn},
      ${JSON.stringify(given.settings)}::jsonb, ${given.createdBy}, ${at})`.execute(tx);
}

/** Puts what was changed into the row; the version counts on. */
export async function saveConsultation(tx: Tx, id: string, after: Consultation): Promise<void> {
  await sql`update consultations.consultation set slug = ${after.slug}, title = ${after.title}, summary = ${after.summary},
      explanation = ${after.explanation}, audience = ${after.audience}, contact = ${after.contact},
      starts_on = ${after.startsOn}, ends_on = ${after.endsOn}, short_reason = ${after.shortReason},
      settings = ${JSON.stringify(after.settings)}::jsonb, version = version + 1
    where id = ${id}`.execute(tx);
}

export async function markOpened(tx: Tx, id: string, at: Date): Promise<void> {
  await sql`update consultations.consultation set state = 'open', opened_at = ${at}, version = version + 1
    where id = ${id}`.execute(tx);
}

export async function markCancelled(tx: Tx, id: string, reason: string): Promise<void> {
  await sql`update consultations.consultation set state = 'cancelled', cancel_reason = ${reason}, version = version + 1
    where id = ${id}`.execute(tx);
}

export async function insertNote(
  tx: Tx,
  note: { id: string; consultationId: string; at: Date; text: string },
): Promise<void> {
  await sql`insert into consultations.public_note (id, consultation_id, at, text)
    values (${note.id}, ${note.consultationId}, ${note.at}, ${note.text})`.execute(tx);
}

export type PublicNote = { id: string; at: Date; text: string };

/** What was changed after it was opened, the newest first. */
export async function notesOf(db: Db, consultationId: string): Promise<PublicNote[]> {
  const { rows } = await sql<PublicNote>`select id, at, text from consultations.public_note
    where consultation_id = ${consultationId} order by at desc, id desc limit 200`.execute(db);
  return rows;
}

export type ConsultationLine = {
  id: string;
  slug: string;
  kind: ConsultationKind;
  title: string;
  summary: string;
  departmentId: string;
  state: ConsultationState;
  startsOn: LocalDate;
  endsOn: LocalDate;
  createdAt: Date;
  /** what came in that is public */
  contributions: number;
};

const listed = sql`c.id, c.slug, c.kind, c.title, c.summary, c.department_id as "departmentId", c.state,
  to_char(c.starts_on, 'YYYY-MM-DD') as "startsOn", to_char(c.ends_on, 'YYYY-MM-DD') as "endsOn",
  date_trunc('milliseconds', c.created_at) as "createdAt",
  (select count(*)::int from consultations.contribution n left join consultations.comment m on m.contribution_id = n.id
    where n.consultation_id = c.id and n.state = 'visible' and m.parent_id is null) as contributions`;

/** At most `limit` of the departments' consultations, the newest first. */
export async function conveneLines(
  db: Db,
  scope: { all: boolean; departmentIds: readonly string[] },
  over: boolean,
  after: PageKey | null,
  limit: number,
): Promise<ConsultationLine[]> {
  const mine = scope.all ? sql`true` : sql`c.department_id = any(${[...scope.departmentIds]}::uuid[])`;
  const states = over ? sql`c.state in ('answered', 'cancelled')` : sql`c.state in ('draft', 'open')`;
  const behind = after
    ? sql`and (date_trunc('milliseconds', c.created_at), c.id) < (${after.at}, ${after.id}::uuid)`
    : sql``;
  const { rows } = await sql<ConsultationLine>`select ${listed} from consultations.consultation c
    where ${mine} and ${states} ${behind} order by date_trunc('milliseconds', c.created_at) desc, c.id desc
    limit ${limit}`.execute(db);
  return rows;
}

/** The same of one. */
export async function conveneLine(db: Db, id: string): Promise<ConsultationLine | undefined> {
  const { rows } =
    await sql<ConsultationLine>`select ${listed} from consultations.consultation c where c.id = ${id}`.execute(db);
  return rows[0];
}

/** Public ones: `now` runs or begins later, by its last day; `over`, the one that ended last first. */
export async function publicLines(
  db: Db,
  filter: { list: 'now' | 'over'; kind?: ConsultationKind | undefined; today: LocalDate; q?: string | undefined },
  after: { endsOn: LocalDate; id: string } | null,
  limit: number,
): Promise<ConsultationLine[]> {
  const kind = filter.kind ? sql`and c.kind = ${filter.kind}` : sql``;
  const named = filter.q ? sql`and c.title ilike ${`%${filter.q.replace(/[\\%_]/g, '\\$&')}%`}` : sql``;
  const now = filter.list === 'now';
  const which = now
    ? sql`c.state = 'open' and c.ends_on >= ${filter.today}::date`
    : sql`(c.state = 'answered' or (c.state = 'cancelled' and c.opened_at is not null)
        or (c.state = 'open' and c.ends_on < ${filter.today}::date))`;
  const behind = after
    ? now
      ? sql`and (c.ends_on, c.id) > (${after.endsOn}::date, ${after.id}::uuid)`
      : sql`and (c.ends_on, c.id) < (${after.endsOn}::date, ${after.id}::uuid)`
    : sql``;
  const order = now ? sql`c.ends_on, c.id` : sql`c.ends_on desc, c.id desc`;
  const { rows } = await sql<ConsultationLine>`select ${listed} from consultations.consultation c
    where ${which} ${kind} ${named} ${behind} order by ${order} limit ${limit}`.execute(db);
  return rows;
}

export type StepRow = {
  id: string;
  at: Date;
  byId: string | null;
  byAs: string;
  act: string;
  number: number | null;
  details: Record<string, unknown>;
};

/** Everything that was done, the newest first. */
export async function stepsOf(
  db: Db,
  consultationId: string,
  after: PageKey | null,
  limit: number,
): Promise<StepRow[]> {
  const { rows } = await sql<StepRow>`select s.id, date_trunc('milliseconds', s.at) as at, s.by_id as "byId",
      s.by_as as "byAs", s.act, n.number, s.details
    from consultations.step s left join consultations.contribution n on n.id = s.subject_id
    where s.consultation_id = ${consultationId} and (${after?.at ?? null}::timestamptz is null
      or (date_trunc('milliseconds', s.at), s.id) < (${after?.at ?? null}, ${after?.id ?? null}::uuid))
    order by date_trunc('milliseconds', s.at) desc, s.id desc limit ${limit}`.execute(db);
  return rows;
}

/** Prepared and running ones of a department: it cannot be closed while there are any. */
export async function countRunning(db: Db, departmentId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from consultations.consultation
    where department_id = ${departmentId} and state in ('draft', 'open')`.execute(db);
  return rows[0]?.n ?? 0;
}

export async function moveConsultations(tx: Tx, from: string, to: string): Promise<void> {
  await sql`update consultations.consultation set department_id = ${to} where department_id = ${from}`.execute(tx);
}

export async function consultationsOf(db: Db, departmentId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from consultations.consultation
    where department_id = ${departmentId}`.execute(db);
  return rows.map(({ id }) => id);
}

export type Annex = { id: string; title: string; fileId: string; addedAt: Date };

export async function annexesOf(db: Db, consultationId: string): Promise<Annex[]> {
  const { rows } =
    await sql<Annex>`select id, title, file_id as "fileId", added_at as "addedAt" from consultations.annex
    where consultation_id = ${consultationId} order by added_at, id limit 100`.execute(db);
  return rows;
}

export async function insertAnnex(
  tx: Tx,
  row: { id: string; consultationId: string; title: string; fileId: string; addedBy: string | null; at: Date },
): Promise<void> {
  await sql`insert into consultations.annex (id, consultation_id, title, file_id, added_by, added_at)
    values (${row.id}, ${row.consultationId}, ${row.title}, ${row.fileId}, ${row.addedBy}, ${row.at})`.execute(tx);
}

/** Takes an annex of a draft away again. @returns its title; undefined: it is not there */
export async function deleteAnnex(tx: Tx, consultationId: string, id: string): Promise<string | undefined> {
  const { rows } = await sql<{ title: string }>`delete from consultations.annex
    where consultation_id = ${consultationId} and id = ${id} returning title`.execute(tx);
  return rows[0]?.title;
}

/** Whose file it is and whether everybody may read it. */
export async function consultationOfFile(
  db: Db,
  fileId: string,
): Promise<{ departmentId: string; published: boolean } | undefined> {
  const { rows } = await sql<{ departmentId: string; published: boolean }>`
    select c.department_id as "departmentId", c.opened_at is not null as published from consultations.annex a
    join consultations.consultation c on c.id = a.consultation_id where a.file_id = ${fileId}`.execute(db);
  return rows[0];
}
