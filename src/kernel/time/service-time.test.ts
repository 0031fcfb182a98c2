import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultYears } from './calendar-years.ts';
import { addServiceHours, inServiceTime, officeHours, type ServiceTime } from './service-time.ts';
import { WorkingCalendar } from './working-calendar.ts';
import { atLocal, localIso } from './zone.ts';

fc.configureGlobal({ seed: 20251014 });

const zone = 'Asia/Shanghai';
const calendar = new WorkingCalendar({ years: defaultYears, days: defaultYears.flatMap((table) => table.days) }, zone);
const at = (text: string) => atLocal(text.slice(0, 10), text.slice(11), zone);
const split: ServiceTime = {
  workingDay: [
    { from: '14:00', to: '18:00' },
    { from: '08:30', to: '12:00' },
  ],
  weekdays: { 5: [{ from: '08:30', to: '12:00' }] },
  restDay: [{ from: '10:00', to: '10:30' }],
};

describe('hours of service time', () => {
  it.each([
    ['2026-11-19 10:58', 1, officeHours, '2026-11-19T11:58'],
    ['2026-11-19 16:30', 1, officeHours, '2026-11-19T17:30'],
    ['2026-11-19 17:00', 1, officeHours, '2026-11-20T09:30'],
    ['2026-11-20 17:00', 1, officeHours, '2026-11-23T09:30'],
    ['2026-11-21 20:00', 1, officeHours, '2026-11-23T10:00'],
    ['2026-11-19 07:00', 1, officeHours, '2026-11-19T10:00'],
    ['2026-11-19 17:30', 0.5, officeHours, '2026-11-20T09:30'],
    ['2026-11-19 10:00', 17, officeHours, '2026-11-23T10:00'],
    ['2025-09-30 17:29', 1, officeHours, '2025-10-09T09:59'],
    ['2025-10-11 10:00', 1, officeHours, '2025-10-11T11:00'],
    ['2026-11-19 10:00', 0, officeHours, '2026-11-19T10:00'],
    ['2026-11-19 20:00', 0, officeHours, '2026-11-20T09:00'],
    ['2026-10-01 03:00', 24, 'always' as const, '2026-10-02T03:00'],
    ['2026-11-19 11:30', 1, split, '2026-11-19T14:30'],
    ['2026-11-20 11:30', 1, split, '2026-11-21T10:30'],
    ['2026-11-20 11:30', 1.5, split, '2026-11-22T10:30'],
  ])('%s plus %f', (from, hours, service, until) => {
    expect(localIso(addServiceHours(at(from), hours, service, calendar), zone)).toBe(`${until}:00+08:00`);
  });

  it('refuse an office that never opens, a number that is none and an unknown year', () => {
    expect(() => addServiceHours(at('2026-11-19 10:00'), 1, { workingDay: [] }, calendar)).toThrow('never opens');
    expect(() => addServiceHours(at('2026-11-19 10:00'), -1, officeHours, calendar)).toThrow(RangeError);
    expect(() => addServiceHours(at('2026-11-19 10:00'), Number.NaN, officeHours, calendar)).toThrow(RangeError);
    expect(() => addServiceHours(at('2027-12-31 17:00'), 1, officeHours, calendar)).toThrow(
      'time.calendar_year_missing',
    );
  });

  it('end while the office is open, add up, and keep the order of time', () => {
    const minutes = fc.integer({ min: 0, max: 300 * 24 * 60 });
    const quarters = fc.integer({ min: 1, max: 80 }).map((n) => n / 4);
    const start = at('2026-01-02 00:00').getTime();
    fc.assert(
      fc.property(minutes, minutes, quarters, quarters, fc.constantFrom(officeHours, split), (a, b, n, m, service) => {
        const from = new Date(start + Math.min(a, b) * 60_000);
        const later = new Date(start + Math.max(a, b) * 60_000);
        const due = addServiceHours(from, n, service, calendar);
        expect(inServiceTime(new Date(due.getTime() - 1), service, calendar)).toBe(true);
        expect(addServiceHours(due, m, service, calendar)).toEqual(addServiceHours(from, n + m, service, calendar));
        expect(due.getTime() - from.getTime()).toBeGreaterThanOrEqual(n * 3_600_000);
        expect(due <= addServiceHours(later, n, service, calendar)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

it('an office is open from the first minute of its hours to the last', () => {
  const open = (time: string) => inServiceTime(at(time), officeHours, calendar);
  expect(['2026-11-19 09:00', '2026-11-19 17:29', '2025-10-11 12:00'].map(open)).toEqual([true, true, true]);
  expect(['2026-11-19 08:59', '2026-11-19 17:30', '2026-11-21 12:00'].map(open)).toEqual([false, false, false]);
  expect(inServiceTime(at('2026-10-01 03:00'), 'always', calendar)).toBe(true);
});
