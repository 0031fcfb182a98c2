import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultYears } from './calendar-years.ts';
import { addDays, daysBetween } from './local-date.ts';
import { WorkingCalendar } from './working-calendar.ts';
import { atLocal, endOfDay, localDate, localIso } from './zone.ts';

fc.configureGlobal({ seed: 20251014 });

const zone = 'Asia/Shanghai';
const rows = { years: defaultYears, days: defaultYears.flatMap((table) => table.days) };
const calendar = new WorkingCalendar(rows, zone);
const at = (text: string) => atLocal(text.slice(0, 10), text.slice(11) || '10:00', zone);

describe('the end of the n-th working day', () => {
  it.each([
    ['2025-09-30 10:00', 5, '2025-10-14'],
    ['2025-09-30 00:00', 5, '2025-10-14'],
    ['2025-09-30 23:59', 5, '2025-10-14'],
    ['2025-10-03 10:00', 1, '2025-10-09'],
    ['2025-09-26 10:00', 1, '2025-09-28'],
    ['2025-10-10 10:00', 1, '2025-10-11'],
    ['2026-11-09 09:02', 5, '2026-11-16'],
    ['2026-11-19 10:58', 5, '2026-11-26'],
    ['2026-11-19 10:58', 2, '2026-11-23'],
    ['2026-02-13 17:00', 2, '2026-02-24'],
    ['2025-12-31 17:00', 1, '2026-01-04'],
    ['2026-12-30 09:00', 5, '2027-01-07'],
    ['2026-11-08 21:14', 0, '2026-11-08'],
  ])('%s plus %i is %s', (from, n, date) => {
    const due = calendar.addWorkingDays(at(from), n);
    expect(localIso(due, zone)).toBe(`${date}T23:59:59+08:00`);
    expect(due.getMilliseconds()).toBe(999);
    if (n > 0) expect(calendar.workingDaysBetween(at(from), due)).toBe(n);
  });

  it('is found before a day too', () => {
    expect(localDate(calendar.subtractWorkingDays(at('2025-10-14'), 5), zone)).toBe('2025-09-30');
    expect(localDate(calendar.subtractWorkingDays(at('2025-10-09'), 1), zone)).toBe('2025-09-30');
    expect(localDate(calendar.subtractWorkingDays(at('2025-09-29'), 1), zone)).toBe('2025-09-28');
  });

  it('is counted by days of the city, not of the machine', () => {
    // 2025-10-13 23:30 in Shanghai, the 13th in UTC; 2025-10-14 00:30 in Shanghai, still the 13th in UTC.
    expect(localDate(calendar.addWorkingDays(new Date('2025-10-13T15:30:00Z'), 1), zone)).toBe('2025-10-14');
    expect(localDate(calendar.addWorkingDays(new Date('2025-10-13T16:30:00Z'), 1), zone)).toBe('2025-10-15');
  });

  it('ends at midnight where the clocks change on the way', () => {
    const berlin = new WorkingCalendar({ years: [{ year: 2026, provisional: false }], days: [] }, 'Europe/Berlin');
    const due = berlin.addWorkingDays(new Date('2026-10-23T12:00:00Z'), 1);
    expect(localIso(due, 'Europe/Berlin')).toBe('2026-10-26T23:59:59+01:00');
  });
});

describe('kinds of days', () => {
  it.each([
    ['2025-10-01', { working: false, kind: 'holiday', name: '国庆节、中秋节' }],
    ['2025-10-11', { working: true, kind: 'makeup', name: '国庆节、中秋节' }],
    ['2025-10-12', { working: false, kind: 'weekend', name: '' }],
    ['2025-10-13', { working: true, kind: 'workday', name: '' }],
  ])('%s', (date, kind) => {
    expect(calendar.dayKind(date)).toEqual(kind);
  });

  it('lets a city have another weekend', () => {
    const friday = new WorkingCalendar(
      { years: [{ year: 2026, provisional: false }], days: [] },
      'Asia/Riyadh',
      [5, 6],
    );
    expect(friday.workingDay('2026-11-05', 1)).toBe('2026-11-08');
  });
});

describe('a year that is not in the table', () => {
  const missing = (year: number) =>
    expect.objectContaining({ code: 'time.calendar_year_missing', status: 409, params: { year } });

  it.each([
    [() => calendar.addWorkingDays(at('2027-12-30'), 5), 2028],
    [() => calendar.subtractWorkingDays(at('2024-01-03'), 3), 2023],
    [() => calendar.isWorkingDay('2030-05-05'), 2030],
    [() => calendar.workingDaysBetween(at('2027-12-30'), at('2028-01-05')), 2028],
    [() => calendar.isProvisional('2028-01-01'), 2028],
  ])('is an error: %s', (act, year) => {
    expect(act).toThrow(missing(year));
  });

  it('is not asked for by what stays out of it', () => {
    expect(localDate(calendar.addWorkingDays(at('2027-12-30'), 1), zone)).toBe('2027-12-31');
  });

  it('is told from one that is provisional', () => {
    expect([calendar.isProvisional('2026-12-31'), calendar.isProvisional('2027-01-01')]).toEqual([false, true]);
    expect(calendar.years.map(({ year }) => year)).toEqual([2024, 2025, 2026, 2027]);
  });
});

describe('for any table', () => {
  const first = '2025-01-01';
  const tables = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 1094 }), fc.constantFrom('holiday' as const, 'workday' as const)), {
      maxLength: 120,
    })
    .map((days) => days.map(([day, kind]) => ({ date: addDays(first, day), kind, name: '' })))
    .map((days) => ({ years: [2025, 2026, 2027].map((year) => ({ year, provisional: false })), days }))
    .map((table) => new WorkingCalendar(table, zone));
  const times = fc
    .integer({ min: 0, max: 700 * 24 * 60 })
    .map((minutes) => new Date(at('2025-03-01').getTime() + minutes * 60_000));
  const lengths = fc.integer({ min: 1, max: 30 });

  it('the due day is a working day with n working days up to it, none left out', () => {
    fc.assert(
      fc.property(tables, times, lengths, (table, from, n) => {
        const due = table.addWorkingDays(from, n);
        const [start, end] = [localDate(from, zone), localDate(due, zone)];
        const days = Array.from({ length: daysBetween(start, end) }, (_, index) => addDays(start, index + 1));
        expect(days.filter((day) => table.isWorkingDay(day))).toHaveLength(n);
        expect(table.isWorkingDay(end)).toBe(true);
        expect(due).toEqual(endOfDay(end, zone));
        expect(table.workingDaysBetween(from, due)).toBe(n);
        expect(table.workingDaysBetween(due, from)).toBe(-n);
      }),
    );
  });

  it('adding is in steps, is undone by subtracting, and keeps the order of time', () => {
    fc.assert(
      fc.property(tables, times, times, lengths, lengths, (table, a, b, n, m) => {
        const due = table.addWorkingDays(a, n);
        expect(table.addWorkingDays(due, m)).toEqual(table.addWorkingDays(a, n + m));
        expect(table.subtractWorkingDays(table.addWorkingDays(due, m), m)).toEqual(due);
        const [early, late] = a < b ? [a, b] : [b, a];
        expect(table.addWorkingDays(early, n) <= table.addWorkingDays(late, n)).toBe(true);
      }),
    );
  });
});
