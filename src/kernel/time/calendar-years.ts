// chinese: names of the public holidays, which are data of the calendar table

import chineseDays from 'chinese-days';
import { declareErrors, fail } from '../errors/index.ts';
import published from './calendar-years.json' with { type: 'json' };
import { addDays, type LocalDate } from './local-date.ts';
import type { CalendarDay } from './working-calendar.ts';

// A CommonJS module: Node finds no names in it to import.
const { getDayDetail, getSolarDateFromLunar, getSolarTermDate } = chineseDays;

declareErrors({ 'time.year_not_published': 409 });

/** A year for the calendar table: its special days and where they are from. */
export type YearTable = { year: number; provisional: boolean; source: string; days: CalendarDay[] };

/**
 * Public holidays and make-up workdays of mainland China, from the State Council's yearly notices; the last one is a
 * draft (`provisional`), so that deadlines reach into it before its notice is out. A person confirms it.
 */
export const defaultYears: YearTable[] = published.map((table) => ({ ...table, days: table.days as CalendarDay[] }));

/**
 * A year as `chinese-days` has it, to be looked over and confirmed. That library takes a year it does not know for one
 * without holidays, so a year whose New Year's Day is no holiday is refused: AppError `time.year_not_published`.
 */
export function proposeYear(year: number): YearTable {
  const days: CalendarDay[] = [];
  for (let date = `${year}-01-01`; date.startsWith(`${year}-`); date = addDays(date, 1)) {
    const { work, name } = getDayDetail(date);
    // For a day without a rule of its own the name is that of the weekday, without a comma.
    const holiday = name.split(',')[1];
    if (holiday !== undefined) days.push({ date, kind: work ? 'workday' : 'holiday', name: holiday });
  }
  if (!days.some((day) => day.date === `${year}-01-01`)) fail('time.year_not_published', { year });
  return { year, provisional: true, source: 'chinese-days', days };
}

/**
 * A draft for a year whose notice is not out: only the days that the regulation on public holidays (in force since 2025)
 * fixes by themselves. Which days are swapped around them the notice decides, so none is guessed: deadlines counted by
 * a draft are never later than by the notice, except around a make-up day.
 */
export function draftYear(year: number): YearTable {
  const springFestival = lunar(year, '01-01');
  const holidays: [LocalDate, number, string][] = [
    [`${year}-01-01`, 1, '元旦'],
    [addDays(springFestival, -1), 4, '春节'],
    [getSolarTermDate(year, 4, 'pure_brightness'), 1, '清明节'],
    [`${year}-05-01`, 2, '劳动节'],
    [lunar(year, '05-05'), 1, '端午节'],
    [lunar(year, '08-15'), 1, '中秋节'],
    [`${year}-10-01`, 3, '国庆节'],
  ];
  const days = new Map<LocalDate, CalendarDay>();
  for (const [first, length, name] of holidays) {
    for (let index = 0; index < length; index += 1) {
      const date = addDays(first, index);
      const also = days.get(date)?.name;
      days.set(date, { date, kind: 'holiday', name: also === undefined ? name : `${also}、${name}` });
    }
  }
  return {
    year,
    provisional: true,
    source: '草案：只有《全国年节及纪念日放假办法》所定的放假日；调休以国务院办公厅当年通知为准',
    days: [...days.values()].sort((a, b) => (a.date < b.date ? -1 : 1)),
  };
}

/** The day of a lunar date, given as month and day. The lunar tables of `chinese-days` end in 2100. */
function lunar(year: number, monthAndDay: string): LocalDate {
  return getSolarDateFromLunar(`${year}-${monthAndDay}`).date;
}
