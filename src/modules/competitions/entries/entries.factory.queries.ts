import { type Db, sql, type Tx } from '../../../kernel/db/index.ts';

/** Test data: what stands in the table, whoever asks. */
export async function entriesAsTheyAre(
  db: Db,
  competitionId: string,
): Promise<{ id: string; accountId: string | null; state: string }[]> {
  const { rows } = await sql<{ id: string; accountId: string | null; state: string }>`
    select id, account_id as "accountId", state from competitions.entry where competition_id = ${competitionId}`.execute(
    db,
  );
  return rows;
}

/** Test data: invitations with every column, whatever was to be forgotten. */
export async function invitationsAsTheyAre(db: Db): Promise<Record<string, unknown>[]> {
  return (await sql<Record<string, unknown>>`select * from competitions.entry_invitation`.execute(db)).rows;
}

/** Test data: a statement of the test itself, for what no verb does. */
export async function finish(tx: Tx, statement: string): Promise<void> {
  await sql.raw(statement).execute(tx);
}
