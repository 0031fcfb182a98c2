import { describe, expect, it } from 'vitest';
import { cityDate, type DateForm, formatDate, formatNumber } from './date-time.tsx';
import type { Locale } from './page-context.ts';
import { formatRate } from './rings.tsx';

const now = new Date('2026-11-19T03:00:00Z');
const say = (value: string, form: DateForm, locale: Locale = 'zh-CN') =>
  formatDate(value, { locale, timeZone: 'Asia/Shanghai', now }, form);

describe('a date as people say it', () => {
  it.each<[string, DateForm, Locale, string]>([
    ['2026-11-19T06:05:00Z', 'auto', 'zh-CN', '今天 14:05'],
    ['2026-11-18T01:12:00Z', 'auto', 'zh-CN', '昨天 9:12'],
    ['2026-11-20T01:00:00Z', 'auto', 'zh-CN', '明天 9:00'],
    // 17:00 UTC is the next day in the city.
    ['2026-11-18T17:00:00Z', 'auto', 'zh-CN', '今天 1:00'],
    ['2026-11-08T13:14:00Z', 'auto', 'zh-CN', '11 月 8 日 周日'],
    ['2025-12-31T15:59:00Z', 'auto', 'zh-CN', '2025 年 12 月 31 日 周三'],
    ['2025-12-31T16:00:00Z', 'date', 'zh-CN', '1 月 1 日'],
    ['2026-11-08T13:14:00Z', 'datetime', 'zh-CN', '11 月 8 日 周日 21:14'],
    ['2026-11-08T13:14:00Z', 'exact', 'zh-CN', '2026 年 11 月 8 日 周日 21:14'],
    ['2026-11-08T13:14:00Z', 'weekday', 'zh-TW', '11 月 8 日 週日'],
    ['2026-11-08T13:14:00Z', 'month', 'zh-CN', '2026 年 11 月'],
    ['2026-11-08T16:05:00Z', 'time', 'zh-CN', '0:05'],
    ['2026-11-08T13:14:00Z', 'date', 'en', '8 Nov'],
    ['2025-11-08T13:14:00Z', 'date', 'en', '8 Nov 2025'],
    ['2026-11-08T13:14:00Z', 'exact', 'en', 'Sun 8 Nov 2026 21:14'],
    ['2026-11-18T01:12:00Z', 'auto', 'en', 'Yesterday 9:12'],
    ['nonsense', 'auto', 'zh-CN', ''],
  ])('%s as %s in %s: %s', (value, form, locale, said) => {
    expect(say(value, form, locale)).toBe(said);
  });

  it('fits inputs', () => {
    expect(cityDate(new Date('2026-11-08T16:05:00Z'), 'Asia/Shanghai')).toBe('2026-11-09');
    expect(cityDate(new Date('2026-11-08T16:05:00Z'), 'Asia/Shanghai', true)).toBe('2026-11-09T00:05');
  });
});

describe('a rate', () => {
  it.each([
    [21205, 21436, '98.9%'],
    [9999, 10000, '99.9%'],
    [99999, 100000, '99.9%'],
    [10, 10, '100%'],
    [1, 100000, '0.1%'],
    [0, 9, '0%'],
    [0, 0, '—'],
  ])('of %i by %i is %s', (numerator, denominator, said) => {
    expect(formatRate(numerator, denominator, 'zh-CN')).toBe(said);
  });
});

it('separates thousands', () => {
  expect(formatNumber(1234567, 'zh-CN')).toBe('1,234,567');
  expect(formatNumber(1.25, 'en', 1)).toBe('1.3');
});
