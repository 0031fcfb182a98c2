import { type Db, sql } from '../../../kernel/db/index.ts';

/** Rows as they stand in the tables of answers, for tests. */
export async function answersAsTheyAre(db: Db, surveyId: string) {
  const of = async (table: string) =>
    (await sql<Record<string, unknown>>`select * from ${sql.table(table)} where survey_id = ${surveyId}`.execute(db))
      .rows;
  return {
    responses: await of('surveys.response'),
    participants: await of('surveys.participation'),
    drafts: await of('surveys.draft'),
    fresh: await of('surveys.fresh_batch'),
    files: await of('surveys.response_file'),
    papers: await of('surveys.paper'),
    invitations: await of('surveys.invitation'),
  };
}

/** Test data: a statement of the test itself, for what no verb does. */
export async function makeSo(db: Db, statement: string): Promise<Record<string, unknown>[]> {
  return (await sql.raw<Record<string, unknown>>(statement).execute(db)).rows;
}
