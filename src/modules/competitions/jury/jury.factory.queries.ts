import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';
import type { EntryState } from '../competitions.rules.ts';

/** Test data: an entry in another state, written straight. */
export async function setEntryState(tx: Tx, id: string, state: EntryState): Promise<void> {
  await sql`update competitions.entry set state = ${state} where id = ${id}`.execute(tx);
}

/** Test data: the duty of somebody. */
export async function dutyIdOf(db: Db, competitionId: string, accountId: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`select id from competitions.duty where competition_id = ${competitionId}
    and account_id = ${accountId} and ended_at is null`.execute(db);
  const [duty] = rows;
  if (!duty) throw new Error('no such duty');
  return duty.id;
}

/** Test data: duties end as they do with an erased account. */
export async function endDuties(tx: Tx, accountId: string, at: Date): Promise<void> {
  await sql`update competitions.duty set ended_at = ${at}, end_reason = 'erased' where account_id = ${accountId}
    and ended_at is null`.execute(tx);
}

/** Test data: an entry goes to somebody else, as with an organisation's or when two accounts become one. */
export async function setEntryOwner(db: Db, id: string, accountId: string): Promise<void> {
  await sql`update competitions.entry set account_id = ${accountId} where id = ${id}`.execute(db);
}
