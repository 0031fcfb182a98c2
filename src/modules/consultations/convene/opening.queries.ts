import { type Db, sql } from '../../../kernel/db/index.ts';

/** Whether a version of the draft is published. */
export async function hasText(db: Db, consultationId: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select exists (select from consultations.document_version
    where consultation_id = ${consultationId} and published_at is not null) as found`.execute(db);
  return rows[0]?.found ?? false;
}

/** Statements that people can vote on. */
export async function countStatements(db: Db, consultationId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from consultations.contribution
    where consultation_id = ${consultationId} and kind = 'statement' and state = 'visible'`.execute(db);
  return rows[0]?.n ?? 0;
}
