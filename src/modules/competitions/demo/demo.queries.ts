import { type Db, sql } from '../../../kernel/db/index.ts';

/** Entries that were handed in, by number. */
export async function entriesByNumber(
  db: Db,
  competitionId: string,
): Promise<{ id: string; number: number; categoryId: string }[]> {
  const { rows } = await sql<{ id: string; number: number; categoryId: string }>`
    select id, number, category_id as "categoryId" from competitions.entry
    where competition_id = ${competitionId} and number is not null order by number`.execute(db);
  return rows;
}
