import { type Db, newId, type PageKey, sql, type Tx } from '../../../kernel/db/index.ts';
import type { Category, Competition } from '../competition.queries.ts';
import type { CompetitionState, Duty, Format, Mode, Stage } from '../competitions.rules.ts';
import type { Change } from './changes.rules.ts';

/** Which of these addresses are taken: the one asked for, and those that begin with it. */
export async function slugsLike(db: Db, slug: string): Promise<Set<string>> {
  const { rows } = await sql<{ slug: string }>`select slug from competitions.competition
    where slug = ${slug} or slug like ${`${slug}-%`} limit 1000`.execute(db);
  return new Set(rows.map((row) => row.slug));
}

export type NewCompetition = Pick<
  Competition,
  'id' | 'slug' | 'format' | 'title' | 'summary' | 'rules' | 'eligibility' | 'departmentId' | 'mode' | 'approvalNumber'
> & { complaintPhone: string; createdBy: string | null; stages: readonly Stage[]; categories: readonly Category[] };

export async function insertCompetition(tx: Tx, at: Date, given: NewCompetition): Promise<void> {
  await sql`insert into competitions.competition (id, slug, format, title, summary, rules, eligibility, department_id, mode,
      approval_number, complaint_phone, state, created_by, created_at)
    values (${given.id}, ${given.slug}, ${given.format}, ${given.title}, ${given.summary}, ${given.rules},
      ${given.eligibility}, ${given.departmentId}, ${given.mode}, ${given.approvalNumber}, ${given.complaintPhone},
      'draft', ${given.createdBy}, ${at})`.execute(tx);
  await writeStages(tx, given.id, given.stages);
  await writeCategories(tx, given.id, given.categories);
}

/** Puts what was changed into the tables; the version counts on. */
export async function saveCompetition(tx: Tx, before: Competition, after: Competition): Promise<void> {
  await sql`update competitions.competition set slug = ${after.slug}, title = ${after.title}, summary = ${after.summary},
      rules = ${after.rules}, eligibility = ${after.eligibility}, mode = ${after.mode},
      approval_number = ${after.approvalNumber}, co_organisers = ${after.coOrganisers},
      complaint_phone = ${after.complaintPhone}, complaint_email = ${after.complaintEmail}, version = version + 1
    where id = ${before.id}`.execute(tx);
  if (before.stages !== after.stages) await writeStages(tx, before.id, after.stages);
  if (before.categories !== after.categories) await writeCategories(tx, before.id, after.categories);
}

/** What is not in the list goes; places are given anew by its order. */
async function writeStages(tx: Tx, competitionId: string, stages: readonly Stage[]): Promise<void> {
  const rows = stages.map((stage, position) => ({ ...stage, position }));
  await sql`delete from competitions.stage where competition_id = ${competitionId}
    and not (id = any(${rows.map(({ id }) => id)}::uuid[]))`.execute(tx);
  // Places are unique: first out of the way.
  await sql`update competitions.stage set position = -1 - position where competition_id = ${competitionId}`.execute(tx);
  await sql`insert into competitions.stage (id, competition_id, position, kind, title, starts_at, ends_at, settings)
    select s.id, ${competitionId}, s.position, s.kind, s.title, s."startsAt", s."endsAt", s.settings
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s(id uuid, position int, kind text, title text,
      "startsAt" timestamptz, "endsAt" timestamptz, settings jsonb)
    on conflict (id) do update set position = excluded.position, title = excluded.title, starts_at = excluded.starts_at,
      ends_at = excluded.ends_at, settings = excluded.settings`.execute(tx);
}

async function writeCategories(tx: Tx, competitionId: string, categories: readonly Category[]): Promise<void> {
  const rows = categories.map((category, position) => ({ ...category, position }));
  await sql`delete from competitions.category where competition_id = ${competitionId}
    and not (id = any(${rows.map(({ id }) => id)}::uuid[]))`.execute(tx);
  // Two may swap their names.
  await sql`update competitions.category set position = -1 - position, name = left(id::text, 40)
    where competition_id = ${competitionId}`.execute(tx);
  await sql`insert into competitions.category (id, competition_id, position, name, description)
    select c.id, ${competitionId}, c.position, c.name, c.description
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c(id uuid, position int, name text, description text)
    on conflict (id) do update set position = excluded.position, name = excluded.name,
      description = excluded.description`.execute(tx);
}

/** Categories in which there is anything, drafts of entrants among them. */
export async function enteredCategories(db: Db, competitionId: string): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select distinct category_id as id from competitions.entry
    where competition_id = ${competitionId}`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

export async function markOpened(tx: Tx, id: string, at: Date): Promise<void> {
  await sql`update competitions.competition set state = 'open', opened_at = ${at}, version = version + 1
    where id = ${id}`.execute(tx);
}

export async function markCancelled(tx: Tx, id: string, reason: string): Promise<void> {
  await sql`update competitions.competition set state = 'cancelled', cancel_reason = ${reason}, version = version + 1
    where id = ${id}`.execute(tx);
}

/** Takes a draft away whole: nobody but its organisers ever saw it. */
export async function deleteDraft(tx: Tx, id: string): Promise<void> {
  for (const table of ['duty_invitation', 'duty', 'step', 'public_note', 'stage', 'category'])
    await sql`delete from ${sql.table(`competitions.${table}`)} where competition_id = ${id}`.execute(tx);
  await sql`delete from competitions.competition where id = ${id} and state = 'draft'`.execute(tx);
}

export type CompetitionLine = {
  id: string;
  slug: string;
  title: string;
  format: Format;
  mode: Mode;
  state: CompetitionState;
  departmentId: string;
  createdAt: Date;
  stages: Pick<Stage, 'kind' | 'title' | 'startsAt' | 'endsAt' | 'closedAt'>[];
  /** accepted duties of whoever asks */
  duties: Duty[];
};

type LineRow = Omit<CompetitionLine, 'stages'> & {
  stages: { kind: Stage['kind']; title: string; startsAt: string; endsAt: string; closedAt: string | null }[] | null;
};

/** Whose competitions somebody sees in the list: of everybody, of departments, and those in which they have a duty. */
export type ListScope = { all: boolean; departmentIds: readonly string[]; accountId: string };

/** Competitions of an organiser, the newest first. @param over those that are final or were called off */
export async function listCompetitions(
  db: Db,
  scope: ListScope,
  over: boolean,
  after: PageKey | null,
  limit: number,
): Promise<CompetitionLine[]> {
  const { rows } = await sql<LineRow>`
    select c.id, c.slug, c.title, c.format, c.mode, c.state, c.department_id as "departmentId", c.created_at as "createdAt",
      (select jsonb_agg(jsonb_build_object('kind', s.kind, 'title', s.title, 'startsAt', s.starts_at, 'endsAt', s.ends_at,
          'closedAt', s.closed_at) order by s.position) from competitions.stage s where s.competition_id = c.id) as stages,
      coalesce((select array_agg(d.duty order by d.duty) from competitions.duty d where d.competition_id = c.id
        and d.account_id = ${scope.accountId} and d.accepted_at is not null and d.ended_at is null), '{}') as duties
    from competitions.competition c
    where c.state = any(${over ? ['final', 'cancelled'] : ['draft', 'open']})
      and (${scope.all} or c.department_id = any(${[...scope.departmentIds]}::uuid[])
        or c.id in (select d.competition_id from competitions.duty d where d.account_id = ${scope.accountId}
          and d.duty in ('organiser', 'screener', 'chair', 'observer') and d.accepted_at is not null and d.ended_at is null))
      and (${after?.at ?? null}::timestamptz is null
        or (date_trunc('milliseconds', c.created_at), c.id) < (${after?.at ?? null}, ${after?.id ?? null}::uuid))
    order by date_trunc('milliseconds', c.created_at) desc, c.id desc limit ${limit}`.execute(db);
  return rows.map((row) => ({
    ...row,
    stages: (row.stages ?? []).map((stage) => ({
      ...stage,
      startsAt: new Date(stage.startsAt),
      endsAt: new Date(stage.endsAt),
      closedAt: stage.closedAt ? new Date(stage.closedAt) : null,
    })),
  }));
}

/** Competitions of a department that go on. */
export async function countRunning(db: Db, departmentId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from competitions.competition
    where department_id = ${departmentId} and state in ('draft', 'open')`.execute(db);
  return rows[0]?.n ?? 0;
}

export async function competitionsOf(db: Db, departmentId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from competitions.competition
    where department_id = ${departmentId} and state <> 'draft'`.execute(db);
  return rows.map(({ id }) => id);
}

/** A department that takes over another has its past competitions as well. */
export async function moveCompetitions(tx: Tx, from: string, to: string): Promise<void> {
  await sql`update competitions.competition set department_id = ${to} where department_id = ${from}`.execute(tx);
}

/** What was said in public: a change with what it changed, why it was called off, what an observer saw. */
export type PublicNote = {
  id: string;
  at: Date;
  kind: 'change' | 'cancel' | 'remark';
  text: string;
  /** of a remark: who says it, as they agreed to be shown; empty once their account is gone */
  shownAs: string;
  changes: Change[];
};

export async function insertNote(
  tx: Tx,
  note: {
    competitionId: string;
    at: Date;
    kind: PublicNote['kind'];
    text: string;
    changes?: readonly Change[];
    authorId?: string | null;
    shownAs?: string;
  },
): Promise<string> {
  const id = newId();
  await sql`insert into competitions.public_note (id, competition_id, at, kind, text, changes, author_id, shown_as)
    values (${id}, ${note.competitionId}, ${note.at}, ${note.kind}, ${note.text},
      ${JSON.stringify(note.changes ?? [])}::jsonb, ${note.authorId ?? null}, ${note.shownAs ?? ''})`.execute(tx);
  return id;
}
