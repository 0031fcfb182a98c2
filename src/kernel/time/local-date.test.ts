import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addDays, daysBetween, isLocalDate, weekday } from './local-date.ts';

fc.configureGlobal({ seed: 20251014 });

it('knows the days that exist', () => {
  const real = ['2024-02-29', '2026-12-31', '0001-01-01', '9999-12-31'];
  const none = [
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-11-8',
    '+002026-01-01',
    '2026-11-08T00:00',
    '',
    '0000-01-01',
  ];
  expect([...real, ...none].filter(isLocalDate)).toEqual(real);
});

it('has the weekdays of ISO', () => {
  expect(['2026-11-09', '2026-11-15', '1969-12-31', '1970-01-01', '2000-02-29'].map(weekday)).toEqual([1, 7, 3, 4, 2]);
});

it('adds what it measures', () => {
  const days = fc.integer({ min: -700_000, max: 2_000_000 });
  fc.assert(
    fc.property(days, fc.integer({ min: -5_000, max: 5_000 }), (start, length) => {
      const from = addDays('1970-01-01', start);
      const to = addDays(from, length);
      expect(daysBetween(from, to)).toBe(length);
      expect((((weekday(from) - 1 + length) % 7) + 7) % 7).toBe(weekday(to) - 1);
    }),
  );
});
