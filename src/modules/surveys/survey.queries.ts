import { type Db, newId, sql, type Tx } from '../../kernel/db/index.ts';
import type { Definition, Words } from './questionnaire.rules.ts';
import { definitionSchema } from './questionnaire.schema.ts';
import type { ResultsShown, SurveyState, SurveyWay } from './surveys.rules.ts';

export type Survey = {
  id: string;
  slug: string;
  title: string;
  titles: Words;
  summary: string;
  intro: Words;
  thanks: Words;
  departmentId: string;
  contact: string;
  state: SurveyState;
  startsAt: Date | null;
  endsAt: Date | null;
  way: SurveyWay;
  named: boolean;
  results: ResultsShown;
  smallestGroup: number;
  defaultLanguage: string;
  /** the form that is answered now */
  formVersion: number;
  cancelReason: string;
  createdAt: Date;
  openedAt: Date | null;
  closedAt: Date | null;
  publishedAt: Date | null;
  version: number;
};

const columns = sql`s.id, s.slug, s.title, s.titles, s.summary, s.intro, s.thanks, s.department_id as "departmentId", s.contact,
  s.state, s.starts_at as "startsAt", s.ends_at as "endsAt", s.way, s.named, s.results, s.smallest_group as "smallestGroup",
  s.default_language as "defaultLanguage", s.form_version as "formVersion", s.cancel_reason as "cancelReason",
  s.created_at as "createdAt", s.opened_at as "openedAt", s.closed_at as "closedAt", s.published_at as "publishedAt", s.version`;

/** A survey of any state, drafts among them. */
export async function surveyBySlug(db: Db, slug: string): Promise<Survey | undefined> {
  const { rows } = await sql<Survey>`select ${columns} from surveys.survey s where s.slug = ${slug}`.execute(db);
  return rows[0];
}

export async function surveyById(db: Db, id: string): Promise<Survey | undefined> {
  const { rows } = await sql<Survey>`select ${columns} from surveys.survey s where s.id = ${id}`.execute(db);
  return rows[0];
}

/** Locks the survey's row until the end of the transaction: acts on one survey wait for each other. */
export async function lockSurvey(tx: Tx, id: string): Promise<Survey | undefined> {
  const { rows } = await sql<Survey>`select ${columns} from surveys.survey s where s.id = ${id}
    for no key update`.execute(tx);
  return rows[0];
}

const parsed = new Map<string, Definition>();
const mostParsed = 200;

/**
 * What a survey asked in one version of its form. Forms of opened surveys never change and are kept in memory.
 * @throws Error where there is no such form
 */
export async function formOf(
  db: Db,
  survey: Pick<Survey, 'id' | 'state' | 'formVersion' | 'openedAt'>,
  version: number = survey.formVersion,
): Promise<Definition> {
  // What was taken back before it began may have been changed and opened anew.
  const key = `${survey.id} ${version} ${survey.openedAt?.getTime()}`;
  const before = survey.state === 'draft' ? undefined : parsed.get(key);
  if (before) return before;
  const { rows } = await sql<{ definition: unknown }>`select definition from surveys.form
    where survey_id = ${survey.id} and version = ${version}`.execute(db);
  if (!rows[0]) throw new Error(`survey ${survey.id} has no form ${version}`);
  const definition = definitionSchema.parse(rows[0].definition);
  if (survey.state === 'draft') return definition;
  if (parsed.size >= mostParsed) parsed.clear();
  parsed.set(key, definition);
  return definition;
}

/** Every version of a form, the first first: wordings differ, names do not. */
export async function formsOf(
  db: Db,
  surveyId: string,
): Promise<{ version: number; createdAt: Date; definition: Definition }[]> {
  const { rows } = await sql<{ version: number; createdAt: Date; definition: unknown }>`
    select version, created_at as "createdAt", definition from surveys.form where survey_id = ${surveyId}
    order by version`.execute(db);
  return rows.map((row) => ({ ...row, definition: definitionSchema.parse(row.definition) }));
}

export async function insertForm(
  tx: Tx,
  at: Date,
  given: { surveyId: string; version: number; definition: Definition },
): Promise<void> {
  await sql`insert into surveys.form (survey_id, version, definition, created_at)
    values (${given.surveyId}, ${given.version}, ${JSON.stringify(given.definition)}::jsonb, ${at})`.execute(tx);
}

export type NewStep = {
  surveyId: string;
  subjectId?: string | null;
  byId: string | null;
  byAs: 'convener' | 'moderator' | 'resident' | 'system';
  act: string;
  details?: Record<string, unknown>;
};

/** One line in the record of everything that was done. */
export async function insertStep(tx: Tx, at: Date, step: NewStep): Promise<void> {
  await sql`insert into surveys.step (id, survey_id, subject_id, at, by_id, by_as, act, details)
    values (${newId()}, ${step.surveyId}, ${step.subjectId ?? null}, ${at}, ${step.byId}, ${step.byAs}, ${step.act},
      ${JSON.stringify(step.details ?? {})}::jsonb)`.execute(tx);
}

/** What was changed of an opened survey, as everybody reads it. */
export async function insertNote(tx: Tx, at: Date, surveyId: string, text: string): Promise<void> {
  await sql`insert into surveys.public_note (id, survey_id, at, text)
    values (${newId()}, ${surveyId}, ${at}, ${text})`.execute(tx);
}

export type PublicNote = { id: string; at: Date; text: string };

/** The newest first. */
export async function notesOf(db: Db, surveyId: string): Promise<PublicNote[]> {
  const { rows } = await sql<PublicNote>`select id, at, text from surveys.public_note where survey_id = ${surveyId}
    order by at desc, id desc limit 200`.execute(db);
  return rows;
}
