import { type Db, sql, type Tx } from '../../../../kernel/db/index.ts';
import type { CalendarDay } from '../../../../kernel/time/index.ts';

export type StoredYear = { year: number; provisional: boolean; source: string; days: CalendarDay[] };

/** A year with its special days; undefined where it was never put in. */
export async function storedYear(db: Db, year: number): Promise<StoredYear | undefined> {
  const row = await db
    .selectFrom('kernel.calendar_year')
    .select(['year', 'provisional', 'source'])
    .where('year', '=', year)
    .executeTakeFirst();
  if (!row) return undefined;
  const days = await db
    .selectFrom('kernel.calendar_day')
    .select(['day as date', 'kind', 'name'])
    .where('day', '>=', `${year}-01-01`)
    .where('day', '<=', `${year}-12-31`)
    .orderBy('day')
    .execute();
  return { ...row, days: days as CalendarDay[] };
}

/** Edits of one year come one after the other, also of a year that is not there yet. */
export async function lockYear(tx: Tx, year: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`calendar ${year}`}, 0))`.execute(tx);
}
