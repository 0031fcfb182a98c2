import { type Db, type PageKey, sql } from '../../../kernel/db/index.ts';
import type { Words } from '../questionnaire.rules.ts';
import type { ResultsShown, SurveyState, SurveyWay } from '../surveys.rules.ts';

/** A survey as a line of a list that everybody reads. */
export type ListedSurvey = {
  id: string;
  slug: string;
  title: string;
  titles: Words;
  summary: string;
  departmentId: string;
  state: SurveyState;
  way: SurveyWay;
  results: ResultsShown;
  startsAt: Date;
  endsAt: Date;
};

const columns = sql`s.id, s.slug, s.title, s.titles, s.summary, s.department_id as "departmentId", s.state, s.way, s.results,
  s.starts_at as "startsAt", s.ends_at as "endsAt"`;

/** Open surveys by their end, the soonest first; those that have not begun among them. */
export async function openSurveys(db: Db, at: Date, limit: number): Promise<ListedSurvey[]> {
  const { rows } = await sql<ListedSurvey>`select ${columns} from surveys.survey s
    where s.state = 'open' and s.ends_at > ${at} order by s.ends_at, s.id limit ${limit}`.execute(db);
  return rows;
}

/** Surveys that are over, the last one first; not those called off. */
export async function endedSurveys(db: Db, at: Date, after: PageKey | null, limit: number): Promise<ListedSurvey[]> {
  const { rows } = await sql<ListedSurvey>`select ${columns} from surveys.survey s
    where s.state in ('open', 'closed', 'published') and s.ends_at <= ${at}
      and ${after ? sql`(date_trunc('milliseconds', s.ends_at), s.id) < (${after.at}, ${after.id})` : sql`true`}
    order by s.ends_at desc, s.id desc limit ${limit}`.execute(db);
  return rows;
}
