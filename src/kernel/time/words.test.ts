import { describe, expect, it } from 'vitest';
import { dateWords, dayWords, durationWords, exactWords, weekdayWords } from './words.ts';
import { atLocal } from './zone.ts';

const zone = 'Asia/Shanghai';
const at = (text: string) => atLocal(text.slice(0, 10), text.slice(11), zone);
const now = at('2026-11-19 10:58');

describe('a moment as people say it', () => {
  it.each([
    ['2026-11-19 14:05', '今天 14:05', '今天 14:05', 'today 14:05'],
    ['2026-11-18 09:02', '昨天 9:02', '昨天 9:02', 'yesterday 9:02'],
    ['2026-11-20 00:00', '明天 0:00', '明天 0:00', 'tomorrow 0:00'],
    ['2026-11-08 21:14', '11 月 8 日 周日 21:14', '11 月 8 日 週日 21:14', 'Sun 8 Nov 21:14'],
    ['2025-11-08 21:14', '2025 年 11 月 8 日 周六 21:14', '2025 年 11 月 8 日 週六 21:14', 'Sat 8 Nov 2025 21:14'],
    ['2027-01-04 08:00', '2027 年 1 月 4 日 周一 8:00', '2027 年 1 月 4 日 週一 8:00', 'Mon 4 Jan 2027 8:00'],
  ])('%s', (moment, simplified, traditional, english) => {
    expect(dayWords(at(moment), now, zone, 'zh-CN')).toBe(simplified);
    expect(dayWords(at(moment), now, zone, 'zh-TW')).toBe(traditional);
    expect(dayWords(at(moment), now, zone, 'en')).toBe(english);
  });

  it('is today by the city, not by the machine', () => {
    expect(dayWords(new Date('2026-11-18T16:30:00Z'), new Date('2026-11-18T23:00:00Z'), zone, 'zh-CN')).toBe(
      '今天 0:30',
    );
    expect(dayWords(new Date('2026-11-18T15:30:00Z'), new Date('2026-11-18T23:00:00Z'), zone, 'zh-CN')).toBe(
      '昨天 23:30',
    );
  });

  it('can go without time and weekday, or be said in full', () => {
    expect(dayWords(at('2026-11-26 23:59'), now, zone, 'zh-CN', { time: false })).toBe('11 月 26 日 周四');
    expect(dayWords(at('2026-11-26 23:59'), now, zone, 'en', { time: false, weekday: false })).toBe('26 Nov');
    expect(dayWords(at('2026-11-19 23:59'), now, zone, 'zh-CN', { time: false })).toBe('今天');
    expect(exactWords(at('2026-11-19 09:02'), zone, 'zh-CN')).toBe('2026 年 11 月 19 日 周四 9:02');
    expect(exactWords(at('2026-11-19 09:02'), zone, 'en')).toBe('Thu 19 Nov 2026 9:02');
    expect(dateWords('2026-11-19', { locale: 'zh-TW', weekday: false })).toBe('2026 年 11 月 19 日');
    expect(weekdayWords('2026-11-16', 'zh-CN')).toBe('周一');
  });
});

it.each([
  [0, '不到 1 分钟', '不到 1 分鐘', 'under 1 min'],
  [59_999, '不到 1 分钟', '不到 1 分鐘', 'under 1 min'],
  [27 * 60_000, '27 分钟', '27 分鐘', '27 min'],
  [60 * 60_000, '1 小时', '1 小時', '1 h'],
  [104 * 60_000, '1 小时 44 分', '1 小時 44 分', '1 h 44 min'],
  [-104 * 60_000, '1 小时 44 分', '1 小時 44 分', '1 h 44 min'],
  [24 * 3_600_000, '1 天', '1 天', '1 day'],
  [76.9 * 3_600_000, '3 天 4 小时', '3 天 4 小時', '3 days 4 h'],
])('%i ms', (ms, simplified, traditional, english) => {
  expect([durationWords(ms, 'zh-CN'), durationWords(ms, 'zh-TW'), durationWords(ms, 'en')]).toEqual([
    simplified,
    traditional,
    english,
  ]);
});
