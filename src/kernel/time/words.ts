// chinese: how each language writes dates and lengths of time, like the data of Intl

import type { Locale } from '../i18n/locale.ts';
import { daysBetween, type LocalDate, weekday } from './local-date.ts';
import { localDate, localTime, type Zone } from './zone.ts';

type Words = {
  near: Record<-1 | 0 | 1, string>;
  weekdays: readonly [string, string, string, string, string, string, string];
  /** Day and month; the year only where it is not the present one. */
  date: (day: number, month: number, year: number | null) => string;
  weekdayAfterDate: boolean;
  units: { day: Unit; hour: Unit; minute: Unit };
  /** Minutes after hours: `1 小时 44 分` but `44 分钟`. */
  minuteAfterHour: Unit;
  underMinute: string;
};
type Unit = (n: number) => string;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function chinese(week: string, hour: string, minute: string, minutes: string, under: string): Words {
  const unit = (name: string) => (n: number) => `${n} ${name}`;
  return {
    near: { '-1': '昨天', 0: '今天', 1: '明天' },
    weekdays: ['一', '二', '三', '四', '五', '六', '日'].map((day) => week + day) as unknown as Words['weekdays'],
    date: (day, month, year) => `${year === null ? '' : `${year} 年 `}${month} 月 ${day} 日`,
    weekdayAfterDate: true,
    units: { day: unit('天'), hour: unit(hour), minute: unit(minutes) },
    minuteAfterHour: unit(minute),
    underMinute: under,
  };
}

const words: Record<Locale, Words> = {
  'zh-CN': chinese('周', '小时', '分', '分钟', '不到 1 分钟'),
  'zh-TW': chinese('週', '小時', '分', '分鐘', '不到 1 分鐘'),
  en: {
    near: { '-1': 'yesterday', 0: 'today', 1: 'tomorrow' },
    weekdays: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
    date: (day, month, year) => `${day} ${MONTHS[month - 1]}${year === null ? '' : ` ${year}`}`,
    weekdayAfterDate: false,
    units: { day: (n) => `${n} day${n === 1 ? '' : 's'}`, hour: (n) => `${n} h`, minute: (n) => `${n} min` },
    minuteAfterHour: (n) => `${n} min`,
    underMinute: 'under 1 min',
  },
};

export type DayWordsOptions = {
  /** The time of day after the date (default true; a deadline that is a whole day goes without). */
  time?: boolean;
  /** The weekday beside a date that is not yesterday, today or tomorrow (default true). */
  weekday?: boolean;
};

/**
 * A moment as people say it: `今天 14:05`, `11 月 8 日 周日 21:14`, `2025 年 11 月 8 日 周六`; `today 14:05`,
 * `Sun 8 Nov 21:14`. The year stands only where it is not the present one.
 */
export function dayWords(at: Date, now: Date, zone: Zone, locale: Locale, options: DayWordsOptions = {}): string {
  const date = localDate(at, zone);
  const today = localDate(now, zone);
  const near = words[locale].near[daysBetween(today, date) as -1 | 0 | 1];
  const day = near ?? dateWords(date, { locale, today, weekday: options.weekday ?? true });
  return options.time === false ? day : `${day} ${timeWords(at, zone)}`;
}

/** A moment in full, for those who want it exactly: `2026 年 11 月 8 日 周日 21:14`, `Sun 8 Nov 2026 21:14`. */
export function exactWords(at: Date, zone: Zone, locale: Locale): string {
  return `${dateWords(localDate(at, zone), { locale })} ${timeWords(at, zone)}`;
}

export type DateWordsOptions = { locale: Locale; today?: LocalDate; weekday?: boolean };

/** A date: `11 月 8 日 周日`, `Sun 8 Nov`; with its year unless `today` is in the same one. */
export function dateWords(date: LocalDate, { locale, today, weekday: withWeekday = true }: DateWordsOptions): string {
  const [year, month, day] = date.split('-').map(Number);
  const { weekdayAfterDate, date: write } = words[locale];
  const text = write(day!, month!, today?.slice(0, 4) === date.slice(0, 4) ? null : year!);
  if (!withWeekday) return text;
  const name = weekdayWords(date, locale);
  return weekdayAfterDate ? `${text} ${name}` : `${name} ${text}`;
}

/** `周日`, `週日`, `Sun`. */
export function weekdayWords(date: LocalDate, locale: Locale): string {
  return words[locale].weekdays[weekday(date) - 1]!;
}

/** `9:02`, `21:14`. */
export function timeWords(at: Date, zone: Zone): string {
  return localTime(at, zone).replace(/^0/, '');
}

/**
 * A stretch of time in its two largest units: `1 小时 44 分`, `27 分钟`, `3 天 4 小时`; `1 h 44 min`, `3 days 4 h`.
 * Cut to whole minutes, from one day on to whole hours. The sign is dropped: whether it is left or over, the sentence says.
 */
export function durationWords(ms: number, locale: Locale): string {
  const { units, minuteAfterHour, underMinute } = words[locale];
  const minutes = Math.floor(Math.abs(ms) / 60_000);
  if (minutes === 0) return underMinute;
  if (minutes < 60) return units.minute(minutes);
  const hours = Math.floor(minutes / 60);
  if (hours < 24)
    return minutes % 60 === 0 ? units.hour(hours) : `${units.hour(hours)} ${minuteAfterHour(minutes % 60)}`;
  return hours % 24 === 0 ? units.day(hours / 24) : `${units.day(Math.floor(hours / 24))} ${units.hour(hours % 24)}`;
}
