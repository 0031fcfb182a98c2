import { type Db, sql } from '../../../kernel/db/index.ts';

/** An entry that the organiser chose where nothing was scored. */
export type Choice = { entryId: string; level: number | null; reason: string };

export async function choicesOf(db: Db, competitionId: string): Promise<Choice[]> {
  const { rows } = await sql<Choice>`select entry_id as "entryId", level, reason from competitions.choice
    where competition_id = ${competitionId}`.execute(db);
  return rows;
}
