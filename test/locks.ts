import { type Db, sql } from '../src/kernel/db/index.ts';

/** Waits until so many sessions of this database wait for a lock. */
export async function waitForLocks(db: Db, n: number): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
    if ((rows[0]?.n ?? 0) >= n) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`nobody waits for lock ${n}`);
}
