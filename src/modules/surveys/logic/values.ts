/** What an expression works with. Dates are texts: `2026-11-19`, `2026-11-19T10:00`. Nothing answered: the empty text. */
export type Value = string | number | boolean;

const dayPattern = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}))?)?/;
const figurePattern = /^-?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** Days since 1970-01-01 of a date, with the part of the day where it has a time; NaN where it is none. */
export function daysOf(text: string): number {
  const found = dayPattern.exec(text);
  if (!found) return Number.NaN;
  const [year, month, day, hours, minutes, seconds] = found.slice(1).map((part) => Number(part ?? 0));
  const days = Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1) / 86_400_000;
  return isDay(text.slice(0, 10))
    ? days + (hours ?? 0) / 24 + (minutes ?? 0) / 1440 + (seconds ?? 0) / 86_400
    : Number.NaN;
}

/** Whether it is a day of the calendar, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text;
}

/** The day of so many days since 1970-01-01; empty where that is none of the years 1 to 9999. */
export function dayOf(days: number): string {
  const at = new Date(Math.floor(days) * 86_400_000);
  const year = at.getUTCFullYear();
  return Number.isNaN(year) || year < 1 || year > 9999 ? '' : at.toISOString().slice(0, 10);
}

export function toNumber(value: Value): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  const text = value.trim();
  return figurePattern.test(text) ? Number(text) : daysOf(text);
}

/** A number that cannot be told is nothing. */
export function toText(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (!Number.isFinite(value)) return '';
  // 0.1 + 0.2 is 0.3 to whoever reads it.
  return String(Number(value.toPrecision(15)));
}

export function toBoolean(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  return typeof value === 'number' ? value !== 0 && !Number.isNaN(value) : value !== '';
}

/** As XPath 1.0 compares: as booleans where one is, else as numbers where one is, else as texts. */
export function equal(a: Value, b: Value): boolean {
  if (typeof a === 'boolean' || typeof b === 'boolean') return toBoolean(a) === toBoolean(b);
  if (typeof a === 'number' || typeof b === 'number') return toNumber(a) === toNumber(b);
  return a === b;
}

/** Names of a list as `selected()` reads it. */
export const listOf = (value: Value): string[] =>
  toText(value)
    .split(/\s+/)
    .filter((each) => each !== '');
