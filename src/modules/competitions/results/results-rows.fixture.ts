import { type Db, newId, sql } from '../../../kernel/db/index.ts';
import type { Competition } from '../competition.queries.ts';

/** Where an account is named in what was recorded of a competition. */
export async function tracesOf(
  db: Db,
  competitionId: string,
  accountId: string,
): Promise<{ steps: number; events: number; audits: number }> {
  const { rows } = await sql<{ steps: number; events: number; audits: number }>`select
    (select count(*)::int from competitions.step where competition_id = ${competitionId} and by_id = ${accountId}) as steps,
    (select count(*)::int from kernel.event where subject = ${competitionId} and actor_id = ${accountId}) as events,
    (select count(*)::int from kernel.audit_entry where object_id = ${competitionId} and actor_id = ${accountId}) as audits`.execute(
    db,
  );
  return rows[0] ?? { steps: -1, events: -1, audits: -1 };
}

export async function looksAt(db: Db, accountId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from kernel.audit_entry
    where object_id = ${accountId} and action = 'people.personal_data_read'`.execute(db);
  return rows[0]?.count ?? 0;
}

export async function notesOf(db: Db, competitionId: string): Promise<string[]> {
  const { rows } = await sql<{ text: string }>`select text from competitions.public_note
    where competition_id = ${competitionId} order by at`.execute(db);
  return rows.map(({ text }) => text);
}

/** What no verb does: a second award of an entry. */
export async function awardAgain(db: Db, entryId: string): Promise<void> {
  await sql`insert into competitions.award select * from competitions.award where entry_id = ${entryId}`.execute(db);
}

export async function proposeInvalidation(db: Db, competition: Competition, by: string, at: Date): Promise<void> {
  const stage = competition.stages[1];
  await sql`insert into competitions.invalidation (id, competition_id, stage_id, mark, reason, proposed_by, proposed_at)
    values (${newId()}, ${competition.id}, ${stage?.id}, 1, '同一地址段短时间内大量投票', ${by}, ${at})`.execute(db);
}
