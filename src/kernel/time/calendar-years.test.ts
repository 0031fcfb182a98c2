import { describe, expect, it } from 'vitest';
import { defaultYears, draftYear, proposeYear } from './calendar-years.ts';
import { isLocalDate, weekday } from './local-date.ts';

const table = (year: number) => defaultYears.find((candidate) => candidate.year === year)!;

describe('the years that come with the platform', () => {
  it.each([2024, 2025, 2026])('%i is what chinese-days says too', (year) => {
    const kinds = (days: { date: string; kind: string }[]) => days.map(({ date, kind }) => `${date} ${kind}`);
    expect(kinds(table(year).days)).toEqual(kinds(proposeYear(year).days));
    expect(table(year).provisional).toBe(false);
  });

  it('have the days of the notices', () => {
    const working = (year: number) =>
      table(year)
        .days.filter((day) => day.kind === 'workday')
        .map((day) => day.date);
    expect(working(2025)).toEqual(['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11']);
    expect(working(2026)).toEqual(['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10']);
    expect(defaultYears.map(({ year, days }) => [year, days.length])).toEqual([
      [2024, 36],
      [2025, 33],
      [2026, 39],
      [2027, 13],
    ]);
  });

  it('have days of their own year, in order, each once; make-up days on weekends only', () => {
    for (const { year, days } of defaultYears) {
      const dates = days.map((day) => day.date);
      expect(dates).toEqual([...new Set(dates)].sort());
      expect(dates.every((date) => isLocalDate(date) && date.startsWith(`${year}-`))).toBe(true);
      expect(days.filter((day) => day.kind === 'workday' && weekday(day.date) < 6)).toEqual([]);
    }
  });

  it('have a draft for 2027, not yet confirmed', () => {
    expect(table(2027)).toEqual(draftYear(2027));
    expect(table(2027).provisional).toBe(true);
  });
});

it('a year whose notice is not out is refused, not taken for one without holidays', () => {
  const refused = expect.objectContaining({ code: 'time.year_not_published', status: 409 });
  expect(() => proposeYear(2098)).toThrow(refused);
  expect(() => proposeYear(1990)).toThrow(refused);
});

describe('a draft', () => {
  it('has the thirteen days of the regulation', () => {
    expect(draftYear(2027).days.map(({ date, name }) => `${date} ${name}`)).toEqual([
      '2027-01-01 元旦',
      '2027-02-05 春节',
      '2027-02-06 春节',
      '2027-02-07 春节',
      '2027-02-08 春节',
      '2027-04-05 清明节',
      '2027-05-01 劳动节',
      '2027-05-02 劳动节',
      '2027-06-09 端午节',
      '2027-09-15 中秋节',
      '2027-10-01 国庆节',
      '2027-10-02 国庆节',
      '2027-10-03 国庆节',
    ]);
  });

  it.each([2025, 2026])('of %i is within what was then announced', (year) => {
    const holidays = new Set(
      table(year)
        .days.filter((day) => day.kind === 'holiday')
        .map((day) => day.date),
    );
    expect(draftYear(year).days.filter((day) => !holidays.has(day.date))).toEqual([]);
  });

  it('names both holidays of a day that has two', () => {
    // In 2031 the Mid-Autumn Festival is on 1 October.
    expect(draftYear(2031).days.find((day) => day.date === '2031-10-01')?.name).toBe('中秋节、国庆节');
  });
});
