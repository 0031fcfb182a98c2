import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';

/** An entry that the organiser chose where nothing was scored. */
export type Choice = { entryId: string; level: number | null; reason: string };

export async function choicesOf(db: Db, competitionId: string): Promise<Choice[]> {
  const { rows } = await sql<Choice>`select entry_id as "entryId", level, reason from competitions.choice
    where competition_id = ${competitionId}`.execute(db);
  return rows;
}

export async function putChoice(
  tx: Tx,
  given: Choice & { competitionId: string; by: string | null; at: Date },
): Promise<void> {
  await sql`insert into competitions.choice (entry_id, competition_id, level, reason, chosen_by, chosen_at)
    values (${given.entryId}, ${given.competitionId}, ${given.level}, ${given.reason}, ${given.by}, ${given.at})
    on conflict (entry_id) do update set level = excluded.level, reason = excluded.reason, chosen_by = excluded.chosen_by,
      chosen_at = excluded.chosen_at`.execute(tx);
}

/** @returns false where it was not chosen */
export async function dropChoice(tx: Tx, entryId: string): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from competitions.choice where entry_id = ${entryId}`.execute(tx);
  return numAffectedRows === 1n;
}
