import { DAY_MS, dayNumber, fromDayNumber, type LocalDate } from './local-date.ts';

/** An IANA time zone, `Asia/Shanghai`. */
export type Zone = string;

const formats = new Map<Zone, Intl.DateTimeFormat>();

/** Throws RangeError for a zone this machine does not know. */
function formatOf(zone: Zone): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(zone, format);
  }
  return format;
}

export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

const PARTS = /^(\d{2})\/(\d{2})\/(\d+) (A|B)\w*, (\d{2}):(\d{2}):(\d{2})$/;

/** The wall clock at an instant, as the UTC milliseconds that show the same figures; whole seconds. */
function wallClock(time: number, zone: Zone): number {
  const text = formatOf(zone).format(time);
  const found = PARTS.exec(text);
  if (found === null) throw new Error(`unreadable date from Intl: ${text}`);
  const [month, day, year, hour, minute, second] = [1, 2, 3, 5, 6, 7].map((index) => Number(found[index]));
  const wall = new Date(0);
  wall.setUTCFullYear(found[4] === 'B' ? 1 - year! : year!, month! - 1, day);
  return wall.setUTCHours(hour!, minute!, second!, 0);
}

/** How far the zone's wall clock is ahead of UTC at an instant, in milliseconds. */
function offset(time: number, zone: Zone): number {
  const second = Math.floor(time / 1000) * 1000;
  return wallClock(second, zone) - second;
}

/** The day it is at an instant, in a zone. */
export function localDate(at: Date, zone: Zone): LocalDate {
  return fromDayNumber(Math.floor(wallClock(at.getTime(), zone) / DAY_MS));
}

/** The wall-clock time at an instant, `HH:MM`. */
export function localTime(at: Date, zone: Zone): string {
  return new Date(wallClock(at.getTime(), zone)).toISOString().slice(11, 16);
}

/** Date, time and offset for machines, `2026-11-08T21:14:00+08:00`, as `<time datetime>` and exports want it. */
export function localIso(at: Date, zone: Zone): string {
  const wall = wallClock(at.getTime(), zone);
  const minutes = Math.round(offset(at.getTime(), zone) / 60_000);
  const clock = new Date(Math.abs(minutes) * 60_000).toISOString().slice(11, 16);
  return `${new Date(wall).toISOString().slice(0, 19)}${minutes < 0 ? '-' : '+'}${clock}`;
}

const TIME = /^([01]\d|2[0-4]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,3}))?)?$/;

function timeOfDay(time: string): number {
  const found = TIME.exec(time);
  const [hour, minute, second, fraction] = [1, 2, 3, 4].map((index) => found?.[index] ?? '0');
  const ms = ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 + Number(fraction!.padEnd(3, '0'));
  if (found === null || ms > DAY_MS) throw new RangeError(`not a time of day: ${time}`);
  return ms;
}

/**
 * The instant at which the zone's wall clock shows a date and a time (`HH:MM`, `HH:MM:SS`, `HH:MM:SS.mmm`, up to `24:00`).
 * A time that comes twice (clocks put back) is the first of the two; one that is skipped (clocks put forward) moves on
 * by what was skipped. Throws RangeError for what is no date, time or zone.
 */
export function atLocal(date: LocalDate, time: string, zone: Zone): Date {
  const wall = dayNumber(date) * DAY_MS + timeOfDay(time);
  const before = offset(wall - DAY_MS, zone);
  const after = offset(wall + DAY_MS, zone);
  // Tried in order of time: the greater offset is the earlier instant.
  for (const candidate of before >= after ? [before, after] : [after, before]) {
    if (offset(wall - candidate, zone) === candidate) return new Date(wall - candidate);
  }
  return new Date(wall - before);
}

/** The first instant of a day: not everywhere 00:00, some zones put their clocks forward at midnight. */
export function startOfDay(date: LocalDate, zone: Zone): Date {
  return atLocal(date, '00:00', zone);
}

/** The last millisecond of a day. A deadline is kept by what happens at or before it, and still shows its own date. */
export function endOfDay(date: LocalDate, zone: Zone): Date {
  return new Date(atLocal(date, '24:00', zone).getTime() - 1);
}
