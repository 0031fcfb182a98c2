/** A calendar day without a time or a zone, `YYYY-MM-DD`, years 0001-9999. Strings compare in order of time. */
export type LocalDate = string;

/** ISO weekday: 1 Monday … 7 Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export const DAY_MS = 86_400_000;
const SHAPE = /^\d{4}-\d{2}-\d{2}$/;

/** Whether the text is a day that exists: `2026-02-29` is not. */
export function isLocalDate(text: string): boolean {
  return SHAPE.test(text) && !text.startsWith('0000') && isoDay(Date.parse(`${text}T00:00:00Z`)) === text;
}

/** Days since 1970-01-01. Throws RangeError for what is no day. */
export function dayNumber(date: LocalDate): number {
  if (!isLocalDate(date)) throw new RangeError(`not a date: ${date}`);
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

/** The opposite of {@link dayNumber}. */
export function fromDayNumber(day: number): LocalDate {
  return isoDay(day * DAY_MS);
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return fromDayNumber(dayNumber(date) + days);
}

/** Days from one date to another; negative when `to` is the earlier one. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return dayNumber(to) - dayNumber(from);
}

export function weekday(date: LocalDate): Weekday {
  return weekdayOfDay(dayNumber(date));
}

/** 1970-01-01 was a Thursday. */
export function weekdayOfDay(day: number): Weekday {
  return (((((day + 3) % 7) + 7) % 7) + 1) as Weekday;
}

function isoDay(time: number): string {
  return Number.isNaN(time) ? '' : new Date(time).toISOString().slice(0, 10);
}
