import { type Db, sql } from '../db/index.ts';

export async function appliedMigrations(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from public.migration order by name`.execute(db);
  return rows.map((row) => row.name);
}
