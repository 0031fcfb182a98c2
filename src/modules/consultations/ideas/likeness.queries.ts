import { type Db, sql } from '../../../kernel/db/index.ts';
import type { Stage } from './ideas.rules.ts';

export type Candidate = {
  id: string;
  number: number;
  title: string;
  stage: Stage;
  supports: number;
  districtId: string | null;
  place: string;
  departmentId: string | null;
  titleWords: string[];
  words: string[];
};

/** Public ideas of a call that hold words of a query, those first that hold most of them: to be ranked by likeness. */
export async function candidatesLike(
  db: Db,
  query: { consultationId: string; tsquery: string; exceptId: string | null; limit: number },
): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    select n.id, n.number, i.title, i.stage, n.supports, i.district_id as "districtId", i.place,
      i.department_id as "departmentId", tsvector_to_array(ts_filter(i.search, '{a}')) as "titleWords",
      tsvector_to_array(ts_filter(i.search, '{b}')) as words
    from consultations.idea i join consultations.contribution n on n.id = i.contribution_id
    where i.consultation_id = ${query.consultationId} and n.state = 'visible'
      and i.search @@ to_tsquery('simple', ${query.tsquery})
      and (${query.exceptId}::uuid is null or n.id <> ${query.exceptId})
    order by ts_rank(i.search, to_tsquery('simple', ${query.tsquery})) desc, n.id limit ${query.limit}`.execute(db);
  return rows;
}
