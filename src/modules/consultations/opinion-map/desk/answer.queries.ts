import { type Db, sql, type Tx } from '../../../../kernel/db/index.ts';

/** What the department says: by number of the statement, 0 is the whole. */
export async function mapAnswers(db: Db, consultationId: string): Promise<Map<number, string>> {
  const { rows } = await sql<{ statement: number; text: string }>`select statement, text from consultations.map_answer
    where consultation_id = ${consultationId} order by statement`.execute(db);
  return new Map(rows.map(({ statement, text }) => [statement, text]));
}

export async function insertMapAnswers(
  tx: Tx,
  consultationId: string,
  answers: readonly { statement: number; text: string }[],
): Promise<void> {
  await sql`insert into consultations.map_answer (consultation_id, statement, text)
    select ${consultationId}, t.statement, t.text
    from unnest(${answers.map(({ statement }) => statement)}::int4[], ${answers.map(({ text }) => text)}::text[]) t (statement, text)`.execute(
    tx,
  );
}

export async function markMapAnswered(tx: Tx, consultationId: string, at: Date): Promise<void> {
  await sql`update consultations.consultation set state = 'answered', answered_at = ${at}, version = version + 1
    where id = ${consultationId}`.execute(tx);
}
