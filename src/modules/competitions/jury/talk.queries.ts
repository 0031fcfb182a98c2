import { type Db, newId, sql, type Tx } from '../../../kernel/db/index.ts';

export type JuryMessage = { id: string; byId: string | null; text: string; at: Date };

/** What was said about an entry, the oldest first; the last five hundred. */
export async function messagesOf(db: Db, stageId: string, entryId: string): Promise<JuryMessage[]> {
  const { rows } = await sql<JuryMessage>`select id, by_id as "byId", text, at from competitions.jury_message
    where stage_id = ${stageId} and entry_id = ${entryId} order by id desc limit 500`.execute(db);
  return rows.reverse();
}

/** How much was said, by entry. */
export async function countMessages(db: Db, stageId: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ entryId: string; count: number }>`select entry_id as "entryId", count(*)::int as count
    from competitions.jury_message where stage_id = ${stageId} group by entry_id`.execute(db);
  return new Map(rows.map(({ entryId, count }) => [entryId, count]));
}

export async function insertMessage(
  tx: Tx,
  given: { competitionId: string; stageId: string; entryId: string; byId: string; text: string; at: Date },
): Promise<void> {
  await sql`insert into competitions.jury_message (id, competition_id, stage_id, entry_id, by_id, text, at)
    values (${newId()}, ${given.competitionId}, ${given.stageId}, ${given.entryId}, ${given.byId}, ${given.text},
      ${given.at})`.execute(tx);
}
