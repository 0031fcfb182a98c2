import { type Db, sql, type Tx } from '../db/index.ts';
import type { YearTable } from './calendar-years.ts';
import type { CalendarDay, CalendarRows } from './working-calendar.ts';

export async function readCalendar(db: Db): Promise<CalendarRows> {
  const [years, days] = await Promise.all([
    db.selectFrom('kernel.calendar_year').select(['year', 'provisional']).orderBy('year').execute(),
    db.selectFrom('kernel.calendar_day').select(['day as date', 'kind', 'name']).orderBy('day').execute(),
  ]);
  return { years, days: days as CalendarDay[] };
}

/** The years with where each is from, for the administrator's page. */
export async function listYears(db: Db): Promise<{ year: number; provisional: boolean; source: string }[]> {
  return db.selectFrom('kernel.calendar_year').select(['year', 'provisional', 'source']).orderBy('year').execute();
}

/** Replaces the year whole: its row and all its special days. */
export async function writeYear(tx: Tx, table: YearTable, at: Date): Promise<void> {
  const { year, provisional, source } = table;
  await sql`
    insert into kernel.calendar_year (year, provisional, source, updated_at) values (${year}, ${provisional}, ${source}, ${at})
    on conflict (year) do update set provisional = excluded.provisional, source = excluded.source, updated_at = excluded.updated_at`.execute(
    tx,
  );
  await tx
    .deleteFrom('kernel.calendar_day')
    .where('day', '>=', `${year}-01-01`)
    .where('day', '<=', `${year}-12-31`)
    .execute();
  const days = table.days.map(({ date, kind, name }) => ({ day: date, kind, name }));
  if (days.length > 0) await tx.insertInto('kernel.calendar_day').values(days).execute();
}

/** Puts in years that the table does not have; years that a person edited stay as they are. */
export async function seedYears(tx: Tx, tables: YearTable[], at: Date): Promise<void> {
  const known = new Set((await listYears(tx)).map(({ year }) => year));
  for (const table of tables) if (!known.has(table.year)) await writeYear(tx, table, at);
}
