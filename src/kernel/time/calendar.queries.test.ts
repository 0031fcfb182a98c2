import { beforeEach, describe, expect, it } from 'vitest';
import { inTransaction } from '../db/index.ts';
import { freshDatabase } from '../jobs/fresh-database.fixture.ts';
import { calendarBook, defaultYears, listYears, readCalendar, seedYears, writeYear } from './index.ts';

const { db } = await freshDatabase();
const at = new Date('2026-11-19T02:00:00Z');
const edited = {
  year: 2027,
  provisional: false,
  source: '国务院办公厅通知',
  days: [{ date: '2027-01-04', kind: 'holiday' as const, name: '元旦' }],
};

beforeEach(() =>
  inTransaction(db, async (tx) => {
    for (const table of defaultYears) await writeYear(tx, table, at);
  }),
);

describe('the calendar in the database', () => {
  it('gives back the years that were put in', async () => {
    const { years, days } = await readCalendar(db);
    expect(years).toEqual(defaultYears.map(({ year, provisional }) => ({ year, provisional })));
    expect(days).toEqual(defaultYears.flatMap((table) => table.days));
  });

  it('has a year replaced whole, and the others left alone', async () => {
    await inTransaction(db, (tx) => writeYear(tx, edited, at));
    const { days } = await readCalendar(db);
    expect(days.filter(({ date }) => date >= '2027')).toEqual(edited.days);
    expect(days).toHaveLength(
      defaultYears.reduce((sum, table) => sum + (table.year === 2027 ? 1 : table.days.length), 0),
    );
    expect((await listYears(db)).at(-1)).toEqual({ year: 2027, provisional: false, source: edited.source });
  });

  it('keeps what a person edited when the years are put in again', async () => {
    await inTransaction(db, (tx) => writeYear(tx, edited, at));
    await inTransaction(db, (tx) => seedYears(tx, defaultYears, at));
    expect((await readCalendar(db)).days.filter(({ date }) => date >= '2027')).toEqual(edited.days);
  });

  it('takes a day of no kind as little as a day twice', async () => {
    const day = edited.days[0]!;
    const twice = { ...edited, days: [day, day] };
    await expect(inTransaction(db, (tx) => writeYear(tx, twice, at))).rejects.toThrow('calendar_day');
    expect((await readCalendar(db)).years).toHaveLength(defaultYears.length);
  });

  it('is what deadlines are counted by, once it was told to forget', async () => {
    const book = calendarBook(
      () => readCalendar(db),
      () => 'Asia/Shanghai',
    );
    expect((await book.current()).isWorkingDay('2027-01-04')).toBe(true);
    await inTransaction(db, (tx) => writeYear(tx, edited, at));
    book.forget();
    const calendar = await book.current();
    expect([calendar.isWorkingDay('2027-01-04'), calendar.isProvisional('2027-01-04')]).toEqual([false, false]);
  });
});
