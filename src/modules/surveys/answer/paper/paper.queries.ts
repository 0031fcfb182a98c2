import { type Db, sql, type Tx } from '../../../../kernel/db/index.ts';

export type Paper = { serial: string; enteredBy: string | null; enteredAt: Date };

/** @returns false where a sheet of this number was typed in before; the primary key decides */
export async function insertPaper(
  tx: Tx,
  at: Date,
  paper: { surveyId: string; serial: string; responseId: string; enteredBy: string | null },
): Promise<boolean> {
  const { numAffectedRows } =
    await sql`insert into surveys.paper (survey_id, serial, response_id, entered_by, entered_at)
    values (${paper.surveyId}, ${paper.serial}, ${paper.responseId}, ${paper.enteredBy}, ${at}) on conflict do nothing`.execute(
      tx,
    );
  return numAffectedRows === 1n;
}

/** The last ones, and how many there are. */
export async function lastPapers(db: Db, surveyId: string, limit: number): Promise<{ rows: Paper[]; count: number }> {
  const { rows } =
    await sql<Paper>`select serial, entered_by as "enteredBy", entered_at as "enteredAt" from surveys.paper
    where survey_id = ${surveyId} order by entered_at desc, serial desc limit ${limit}`.execute(db);
  const { rows: counted } = await sql<{ count: number }>`select count(*)::int as count from surveys.paper
    where survey_id = ${surveyId}`.execute(db);
  return { rows, count: counted[0]?.count ?? 0 };
}
