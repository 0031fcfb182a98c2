import { type Locale, type UiSettings, useUi } from './page-context.ts';

// chinese: dates are said as people of the city say them, which is not how Intl writes them
export type DateForm = 'auto' | 'date' | 'weekday' | 'datetime' | 'time' | 'exact' | 'month';

type Parts = { year: number; month: number; day: number; hour: string; minute: string; weekday: number };
type Where = Pick<UiSettings, 'locale' | 'timeZone' | 'now'>;

const formats = new Map<string, Intl.DateTimeFormat>();
const numberFormats = new Map<string, Intl.NumberFormat>();
const weekdayNumber: Record<string, number> = { Sun: 0, Mon: 1, Tue: 2, Wed: 3, Thu: 4, Fri: 5, Sat: 6 };
const chineseWeekday = ['日', '一', '二', '三', '四', '五', '六'];
const englishWeekday = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const englishMonth = 'January February March April May June July August September October November December'.split(' ');

/** Intl takes microseconds for each date, and one page says the same ones several times. */
const known = new Map<string, Parts>();
const knownAtMost = 4096;

function partsOf(date: Date, timeZone: string): Parts {
  const key = `${Math.floor(date.getTime() / 60_000)} ${timeZone}`;
  let parts = known.get(key);
  if (!parts) {
    if (known.size >= knownAtMost) known.clear();
    parts = readParts(date, timeZone);
    known.set(key, parts);
  }
  return parts;
}

function readParts(date: Date, timeZone: string): Parts {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: '2-digit',
      weekday: 'short',
      hourCycle: 'h23',
    });
    formats.set(timeZone, format);
  }
  const found: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(date)) found[type] = value;
  return {
    year: Number(found.year),
    month: Number(found.month),
    day: Number(found.day),
    hour: String(Number(found.hour)),
    minute: found.minute ?? '00',
    weekday: weekdayNumber[found.weekday ?? 'Sun'] ?? 0,
  };
}

const dayNumber = (p: Parts) => Math.round(Date.UTC(p.year, p.month - 1, p.day) / 86_400_000);

function dateText(p: Parts, locale: Locale, withYear: boolean): string {
  if (locale === 'en') {
    const month = (englishMonth[p.month - 1] ?? '').slice(0, 3);
    return withYear ? `${p.day} ${month} ${p.year}` : `${p.day} ${month}`;
  }
  return withYear ? `${p.year} 年 ${p.month} 月 ${p.day} 日` : `${p.month} 月 ${p.day} 日`;
}

function weekdayText(p: Parts, locale: Locale): string {
  if (locale === 'en') return (englishWeekday[p.weekday] ?? '').slice(0, 3);
  return `${locale === 'zh-TW' ? '週' : '周'}${chineseWeekday[p.weekday]}`;
}

function monthText(p: Parts, locale: Locale): string {
  return locale === 'en' ? `${englishMonth[p.month - 1]} ${p.year}` : `${p.year} 年 ${p.month} 月`;
}

function nearText(distance: number, locale: Locale): string | undefined {
  const words = locale === 'en' ? ['Yesterday', 'Today', 'Tomorrow'] : ['昨天', '今天', '明天'];
  return words[distance + 1];
}

/**
 * A date as people of the city say it.
 *
 * `auto`: 今天 14:05, 昨天 9:12, 11 月 8 日 周日 (the year when it is another one); `date`: 11 月 8 日; `weekday`: 11 月 8 日 周日;
 * `datetime`: 11 月 8 日 周日 21:14; `time`: 21:14; `exact`: with year, weekday and time; `month`: 2026 年 11 月.
 */
export function formatDate(value: Date | string, where: Where, form: DateForm = 'auto'): string {
  const date = typeof value === 'string' ? new Date(value) : value;
  if (Number.isNaN(date.getTime())) return '';
  const { locale, timeZone } = where;
  const p = partsOf(date, timeZone);
  const today = partsOf(where.now, timeZone);
  const time = `${p.hour}:${p.minute}`;
  const withYear = form === 'exact' || p.year !== today.year;
  const day = dateText(p, locale, withYear);
  const weekday = weekdayText(p, locale);
  const dayAndWeekday = locale === 'en' ? `${weekday} ${day}` : `${day} ${weekday}`;
  switch (form) {
    case 'time':
      return time;
    case 'month':
      return monthText(p, locale);
    case 'date':
      return day;
    case 'weekday':
      return dayAndWeekday;
    case 'datetime':
    case 'exact':
      return `${dayAndWeekday} ${time}`;
    case 'auto': {
      const near = nearText(dayNumber(p) - dayNumber(today), locale);
      return near ? `${near} ${time}` : dayAndWeekday;
    }
  }
}

/** The date in the city's calendar as `2026-11-08`, or with `minutes` as `2026-11-08T21:14` (for inputs). */
export function cityDate(value: Date, timeZone: string, minutes = false): string {
  const p = partsOf(value, timeZone);
  const two = (n: number | string) => String(n).padStart(2, '0');
  const day = `${p.year}-${two(p.month)}-${two(p.day)}`;
  return minutes ? `${day}T${two(p.hour)}:${p.minute}` : day;
}

/** A point in time in people's words, the exact one on hover and for machines. On pages cached for everyone use a form without 今天. */
export function DateTime({ value, form = 'auto' }: { value: Date | string; form?: DateForm }) {
  const ui = useUi();
  const date = typeof value === 'string' ? new Date(value) : value;
  if (Number.isNaN(date.getTime())) return null;
  return (
    <time dateTime={date.toISOString()} title={formatDate(date, ui, 'exact')}>
      {formatDate(date, ui, form)}
    </time>
  );
}

/** A number with the separators of the language. */
export function formatNumber(value: number, locale: Locale, digits = 0): string {
  const key = `${locale} ${digits}`;
  let format = numberFormats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    numberFormats.set(key, format);
  }
  return format.format(value);
}

/** A count with its separators, tabular. */
export function Count({ value }: { value: number }) {
  return <span class="num">{formatNumber(value, useUi().locale)}</span>;
}
