import { addDays, daysBetween, type LocalDate } from './local-date.ts';
import type { WorkingCalendar } from './working-calendar.ts';
import { localDate } from './zone.ts';

/** One working day of a deadline's bar. */
export type WorkdayCell = {
  date: LocalDate;
  /** Day of the month, as written in the cell. */
  day: number;
  /** The day has been used: up to today, or to the day on which it was done. */
  done: boolean;
  /** The day on which it was done. */
  end: boolean;
  today: boolean;
  due: boolean;
  /** After the due day. */
  late: boolean;
  /** What lies between the cell before and this one and is not counted. */
  gap: WorkdayGap | null;
};

/** Days off in a row: how many, and the name of the holiday among them (empty for a weekend). */
export type WorkdayGap = { days: number; name: string };

export type WorkdayBar = {
  cells: WorkdayCell[];
  /** Working days used so far, or until it was done. */
  used: number;
  /** Working days allowed. */
  total: number;
  /** Working days still left, 0 when none. */
  left: number;
  /** Working days over the limit. */
  late: number;
  /** Days off between the cells, all told. */
  daysOff: number;
  /** Late days that the bar has no room for; its last cell is then the last day there is. */
  hidden: number;
  /** The calendar of a year in it has not been confirmed: the due day may still move. */
  provisional: boolean;
};

export type WorkdayInput = { accepted: Date; due: Date; now: Date; done?: Date | null; calendar: WorkingCalendar };

/** A bar with more cells than this leaves out late days in its middle. */
const MOST_CELLS = 40;

/** The bar of working days between acceptance and the due day, and beyond it while something is late. */
export function workdayCells({ accepted, due, now, done, calendar }: WorkdayInput): WorkdayBar {
  const { zone } = calendar;
  const start = localDate(accepted, zone);
  const dueDay = localDate(due, zone);
  const until = localDate(done ?? now, zone);
  const total = Math.max(0, calendar.workingDaysBetween(accepted, due));
  const used = Math.max(0, calendar.workingDaysBetween(accepted, done ?? now));
  const late = Math.max(0, used - total);
  const doneDay = done ? lastCounted(start, until, calendar) : null;
  const last = [until, dueDay].sort()[1]!;
  const room = Math.max(MOST_CELLS, total + 1);
  const cells: WorkdayCell[] = [];
  let hidden = 0;
  let previous = start;
  for (let date = addDays(start, 1); date <= last; date = addDays(date, 1)) {
    if (!calendar.isWorkingDay(date)) continue;
    if (date > dueDay && cells.length >= room) {
      cells.pop();
      hidden += 1;
    }
    cells.push({
      date,
      day: Number(date.slice(8)),
      done: date <= until,
      end: date === doneDay,
      today: !done && date === until,
      due: date === dueDay,
      late: date > dueDay,
      gap: gapBetween(previous, date, calendar),
    });
    previous = date;
  }
  const daysOff = cells.reduce((sum, cell) => sum + (cell.gap?.days ?? 0), 0);
  const provisional = calendar.isProvisional(start) || calendar.isProvisional(last);
  return { cells, used, total, left: Math.max(0, total - used), late, daysOff, hidden, provisional };
}

/** What is done on a day off is shown on the working day before it, unless that is the day of acceptance or earlier. */
function lastCounted(start: LocalDate, until: LocalDate, calendar: WorkingCalendar): LocalDate | null {
  if (until <= start) return null;
  const day = calendar.isWorkingDay(until) ? until : calendar.workingDay(until, -1);
  return day > start ? day : null;
}

function gapBetween(previous: LocalDate, date: LocalDate, calendar: WorkingCalendar): WorkdayGap | null {
  const days = daysBetween(previous, date) - 1;
  if (days === 0) return null;
  let name = '';
  for (let day = addDays(previous, 1); day < date && name === ''; day = addDays(day, 1))
    name = calendar.dayKind(day).name;
  return { days, name };
}
