import { type Db, sql } from '../../../kernel/db/index.ts';

/** What an entry says beside its summary. */
export async function bodyOf(db: Db, entryId: string): Promise<string> {
  const { rows } = await sql<{ body: string }>`select body from competitions.entry where id = ${entryId}`.execute(db);
  return rows[0]?.body ?? '';
}
