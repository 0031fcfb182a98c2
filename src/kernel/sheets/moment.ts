// chinese: dates as people write them

import { atLocal, localDate } from '../time/index.ts';
import type { CellValue } from './table.ts';

const SECOND_MS = 1000;
const DAY_S = 86_400;
/** Of a number without a date's format: 1954 to 2118, so that neither a year nor a count is taken for a date. */
const SERIAL_FIRST = 20_000;
const SERIAL_LAST = 80_000;

const DATE = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?/;
const TIME =
  /^(?:(上午|下午|am|pm)\s*)?(\d{1,2})\s*[:时点]\s*(?:(\d{1,2})\s*(?:[:分]\s*(?:(\d{1,2})(?:\.(\d{1,3})\d*)?\s*秒?)?)?)?\s*(am|pm)?$/i;
const OFFSET = /(z|[+-]\d{2}:?\d{2})$/i;

/**
 * The moment a cell means: a date cell as it is; a text with the year first, `2019/4/25 9:32:09`, `2019年4月25日 下午3点`,
 * `2019-04-25T09:32:09+08:00`, by the wall clock of `zone` where it has no offset; a number that was a date before its
 * format got lost. Null for everything else, so that nothing is guessed: `4/5/2019` may be April or May.
 */
export function readMoment(value: CellValue | null | undefined, zone: string): Date | null {
  if (value instanceof Date) return value;
  if (typeof value === 'number') {
    return value >= SERIAL_FIRST && value <= SERIAL_LAST ? serialToDate(value, { zone }) : null;
  }
  const text = (value ?? '').normalize('NFKC').trim();
  const date = DATE.exec(text);
  if (date === null) return null;
  const rest = text
    .slice(date[0].length)
    .replace(/^t(?=\d)/i, '')
    .trim();
  const offset = rest === '' ? null : OFFSET.exec(rest);
  const clock = rest === '' ? '00:00' : readTime(offset === null ? rest : rest.slice(0, offset.index).trim());
  if (clock === null) return null;
  const day = `${date[1]}-${date[2]!.padStart(2, '0')}-${date[3]!.padStart(2, '0')}`;
  try {
    const wall = atLocal(day, clock, offset === null ? zone : 'UTC');
    return offset === null ? wall : new Date(wall.getTime() - offsetMs(offset[1]!));
  } catch {
    return null;
  }
}

function readTime(text: string): string | null {
  const found = TIME.exec(text);
  if (found === null) return null;
  const [, before, hour, minute = '0', second = '0', fraction = '0', after] = found;
  const half = (before ?? after ?? '').toLowerCase();
  let hours = Number(hour);
  if (half !== '' && (hours === 0 || hours > 12)) return half === '下午' && hours > 12 ? clock(hours) : null;
  if (half === 'am' || half === '上午') hours %= 12;
  if (half === 'pm' || half === '下午') hours = (hours % 12) + 12;
  return clock(hours);

  function clock(h: number): string {
    const [hh, mm, ss] = [h, minute, second].map((part) => String(part).padStart(2, '0'));
    return `${hh}:${mm}:${ss}.${fraction.padEnd(3, '0')}`;
  }
}

function offsetMs(text: string): number {
  if (text.toLowerCase() === 'z') return 0;
  const [hours, minutes] = [text.slice(1, 3), text.slice(-2)].map(Number);
  return (text.startsWith('-') ? -1 : 1) * (hours! * 60 + minutes!) * 60_000;
}

export type SerialOptions = { zone: string; from1904?: boolean };

/** A spreadsheet's day number with its fraction, as the instant at which the zone's wall clock shows it. */
export function serialToDate(serial: number, { zone, from1904 = false }: SerialOptions): Date {
  // The epoch of 1900 counts a 29 February that never was, so that before it the numbers are one day off.
  const epoch = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < 60 ? 31 : 30);
  const wall = new Date(epoch + wholeSeconds(serial) * SECOND_MS);
  return atLocal(localDate(wall, 'UTC'), wall.toISOString().slice(11, 23), zone);
}

/** Fractions of a day are rounded when stored: what is within 5 ms of a second is that second. */
export function wholeSeconds(serial: number): number {
  const seconds = serial * DAY_S;
  const nearest = Math.round(seconds);
  return Math.abs(seconds - nearest) < 0.005 ? nearest : Math.round(seconds * 1000) / 1000;
}
