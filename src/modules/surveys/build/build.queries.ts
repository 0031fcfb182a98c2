import { type Db, type PageKey, sql, type Tx } from '../../../kernel/db/index.ts';
import type { Definition, Words } from '../questionnaire.rules.ts';
import { definitionSchema } from '../questionnaire.schema.ts';
import type { Survey } from '../survey.queries.ts';
import type { SurveyState, SurveyWay } from '../surveys.rules.ts';

/** Which of these addresses are taken: the one asked for, and those that begin with it. */
export async function slugsLike(db: Db, slug: string): Promise<Set<string>> {
  const { rows } = await sql<{ slug: string }>`select slug from surveys.survey
    where slug = ${slug} or slug like ${`${slug}-%`} limit 1000`.execute(db);
  return new Set(rows.map((row) => row.slug));
}

export type NewSurvey = Pick<Survey, 'id' | 'slug' | 'title' | 'departmentId' | 'defaultLanguage'> &
  Partial<Pick<Survey, 'titles' | 'summary' | 'intro' | 'thanks' | 'way' | 'named' | 'results' | 'smallestGroup'>> & {
    contact: string;
    createdBy: string | null;
  };

export async function insertSurvey(tx: Tx, at: Date, given: NewSurvey): Promise<void> {
  const json = (words: Words | undefined) => sql`${JSON.stringify(words ?? {})}::jsonb`;
  await sql`insert into surveys.survey (id, slug, title, titles, summary, intro, thanks, department_id, contact, state, way,
      named, results, smallest_group, default_language, created_by, created_at)
    values (${given.id}, ${given.slug}, ${given.title}, ${json(given.titles)}, ${given.summary ?? ''}, ${json(given.intro)},
      ${json(given.thanks)}, ${given.departmentId}, ${given.contact}, 'draft', ${given.way ?? 'anonymous'},
      ${given.named ?? false}, ${given.results ?? 'after'}, ${given.smallestGroup ?? 5}, ${given.defaultLanguage},
      ${given.createdBy}, ${at})`.execute(tx);
}

export type Settings = Pick<
  Survey,
  | 'title'
  | 'titles'
  | 'summary'
  | 'intro'
  | 'thanks'
  | 'contact'
  | 'startsAt'
  | 'endsAt'
  | 'way'
  | 'named'
  | 'results'
  | 'smallestGroup'
>;

export async function saveSettings(tx: Tx, id: string, given: Settings): Promise<void> {
  await sql`update surveys.survey set title = ${given.title}, titles = ${JSON.stringify(given.titles)}::jsonb,
      summary = ${given.summary}, intro = ${JSON.stringify(given.intro)}::jsonb,
      thanks = ${JSON.stringify(given.thanks)}::jsonb, contact = ${given.contact}, starts_at = ${given.startsAt},
      ends_at = ${given.endsAt}, way = ${given.way}, named = ${given.named}, results = ${given.results},
      smallest_group = ${given.smallestGroup}, version = version + 1 where id = ${id}`.execute(tx);
}

/** Puts a draft's form in the place of the one before, which is kept to go back to. */
export async function replaceForm(tx: Tx, survey: Survey, definition: Definition): Promise<void> {
  await sql`update surveys.form set previous = definition, definition = ${JSON.stringify(definition)}::jsonb
    where survey_id = ${survey.id} and version = ${survey.formVersion}`.execute(tx);
  await touch(tx, survey.id, definition.languages[0] ?? survey.defaultLanguage);
}

/** Goes back to the form before the last change; what is left behind takes its place, so that it can be done again. */
export async function swapForm(tx: Tx, survey: Survey): Promise<boolean> {
  const { rows } = await sql<{
    definition: unknown;
  }>`update surveys.form set definition = previous, previous = definition
    where survey_id = ${survey.id} and version = ${survey.formVersion} and previous is not null
    returning definition`.execute(tx);
  if (!rows[0]) return false;
  await touch(tx, survey.id, definitionSchema.parse(rows[0].definition).languages[0] ?? survey.defaultLanguage);
  return true;
}

async function touch(tx: Tx, id: string, language: string): Promise<void> {
  await sql`update surveys.survey set version = version + 1, default_language = ${language} where id = ${id}`.execute(
    tx,
  );
}

export async function hasPrevious(db: Db, survey: Pick<Survey, 'id' | 'formVersion'>): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select previous is not null as found from surveys.form
    where survey_id = ${survey.id} and version = ${survey.formVersion}`.execute(db);
  return rows[0]?.found ?? false;
}

/** The form that is answered from now on. */
export async function useForm(tx: Tx, id: string, version: number): Promise<void> {
  await sql`update surveys.survey set form_version = ${version}, version = version + 1 where id = ${id}`.execute(tx);
}

export async function markOpened(tx: Tx, id: string, at: Date, startsAt: Date): Promise<void> {
  await sql`update surveys.survey set state = 'open', opened_at = ${at}, starts_at = ${startsAt}, version = version + 1
    where id = ${id}`.execute(tx);
  // What can be gone back to is of no use any more.
  await sql`update surveys.form set previous = null where survey_id = ${id}`.execute(tx);
}

export async function markDraft(tx: Tx, id: string): Promise<void> {
  await sql`update surveys.survey set state = 'draft', opened_at = null, version = version + 1 where id = ${id}`.execute(
    tx,
  );
}

/** @param endsAt now, where it is closed before its last day */
export async function markClosed(tx: Tx, id: string, at: Date, endsAt: Date): Promise<void> {
  await sql`update surveys.survey set state = 'closed', closed_at = ${at}, ends_at = ${endsAt}, version = version + 1
    where id = ${id}`.execute(tx);
}

export async function setEnd(tx: Tx, id: string, endsAt: Date): Promise<void> {
  await sql`update surveys.survey set ends_at = ${endsAt}, version = version + 1 where id = ${id}`.execute(tx);
}

export async function markCancelled(tx: Tx, id: string, reason: string): Promise<void> {
  await sql`update surveys.survey set state = 'cancelled', cancel_reason = ${reason}, version = version + 1
    where id = ${id}`.execute(tx);
}

/** Takes a draft away whole: nobody but its conveners ever saw it. */
export async function deleteDraft(tx: Tx, id: string): Promise<void> {
  for (const table of ['step', 'public_note', 'form'])
    await sql`delete from ${sql.table(`surveys.${table}`)} where survey_id = ${id}`.execute(tx);
  await sql`delete from surveys.survey where id = ${id} and state = 'draft'`.execute(tx);
}

/** Surveys whose last day is over and that are still open. */
export async function overdue(db: Db, at: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from surveys.survey
    where state = 'open' and ends_at <= ${at} order by ends_at limit 100`.execute(db);
  return rows.map(({ id }) => id);
}

export type SurveyLine = {
  id: string;
  slug: string;
  title: string;
  state: SurveyState;
  way: SurveyWay;
  departmentId: string;
  startsAt: Date | null;
  endsAt: Date | null;
  createdAt: Date;
};

/** Surveys of a convener or reader, the newest first. @param over those that are closed, published or called off */
export async function listSurveys(
  db: Db,
  scope: { all: boolean; departmentIds: readonly string[]; drafts: boolean },
  over: boolean,
  after: PageKey | null,
  limit: number,
): Promise<SurveyLine[]> {
  const own = sql`s.department_id = any(${[...scope.departmentIds]}::uuid[])`;
  const { rows } = await sql<SurveyLine>`
    select s.id, s.slug, s.title, s.state, s.way, s.department_id as "departmentId", s.starts_at as "startsAt",
      s.ends_at as "endsAt", s.created_at as "createdAt"
    from surveys.survey s
    where s.state = any(${over ? ['closed', 'published', 'cancelled'] : ['draft', 'open']})
      and (${own} or (${scope.all} and (s.state <> 'draft' or ${scope.drafts})))
      and (${after?.at ?? null}::timestamptz is null
        or (date_trunc('milliseconds', s.created_at), s.id) < (${after?.at ?? null}, ${after?.id ?? null}::uuid))
    order by date_trunc('milliseconds', s.created_at) desc, s.id desc limit ${limit}`.execute(db);
  return rows;
}

/** Surveys of a department that go on. */
export async function countRunning(db: Db, departmentId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from surveys.survey
    where department_id = ${departmentId} and state in ('draft', 'open')`.execute(db);
  return rows[0]?.n ?? 0;
}

/** A department that takes over another has its past surveys as well. */
export async function moveSurveys(tx: Tx, from: string, to: string): Promise<void> {
  await sql`update surveys.survey set department_id = ${to} where department_id = ${from}`.execute(tx);
}

export async function surveysOf(db: Db, departmentId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from surveys.survey
    where department_id = ${departmentId} and state <> 'draft'`.execute(db);
  return rows.map(({ id }) => id);
}

/** What somebody did at the desks of surveys. */
export async function countSteps(db: Db, accountId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from surveys.step
    where by_id = ${accountId} and by_as in ('convener', 'moderator')`.execute(db);
  return rows[0]?.n ?? 0;
}

export async function stepsOf(db: Db, accountId: string): Promise<Record<string, unknown>> {
  const { rows } = await sql`select s.title as survey, p.at, p.act, p.by_as as "as"
    from surveys.step p join surveys.survey s on s.id = p.survey_id
    where p.by_id = ${accountId} and p.by_as in ('convener', 'moderator') order by p.at, p.id limit 10000`.execute(db);
  return { steps: rows };
}

export type StepLine = {
  id: string;
  at: Date;
  act: string;
  byAs: string;
  byId: string | null;
  details: Record<string, unknown>;
};

/** The newest first. */
export async function surveySteps(db: Db, surveyId: string, limit: number): Promise<StepLine[]> {
  const { rows } = await sql<StepLine>`select id, at, act, by_as as "byAs", by_id as "byId", details from surveys.step
    where survey_id = ${surveyId} order by at desc, id desc limit ${limit}`.execute(db);
  return rows;
}

/** What the file said that a survey's questions last came from, where they came from one. */
export async function lastImport(db: Db, surveyId: string): Promise<Record<string, unknown> | undefined> {
  const { rows } = await sql<{ details: Record<string, unknown> }>`select details from surveys.step
    where survey_id = ${surveyId} and act in ('create', 'import_form') order by at desc, id desc limit 1`.execute(db);
  return rows[0]?.details;
}
