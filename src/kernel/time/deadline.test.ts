import { describe, expect, it } from 'vitest';
import { defaultYears } from './calendar-years.ts';
import { dueAt, signalLight, type TimeLimit } from './deadline.ts';
import { officeHours } from './service-time.ts';
import { WorkingCalendar } from './working-calendar.ts';
import { atLocal, endOfDay, localIso } from './zone.ts';

const zone = 'Asia/Shanghai';
const calendar = new WorkingCalendar({ years: defaultYears, days: defaultYears.flatMap((table) => table.days) }, zone);
const at = (text: string) => atLocal(text.slice(0, 10), text.slice(11), zone);

it.each<[TimeLimit, string]>([
  [{ unit: 'hours', amount: 2 }, '2026-11-20T19:00:00+08:00'],
  [{ unit: 'hours', amount: 24 }, '2026-11-21T17:00:00+08:00'],
  [{ unit: 'service_hours', amount: 1 }, '2026-11-23T09:30:00+08:00'],
  [{ unit: 'working_days', amount: 1 }, '2026-11-23T23:59:59+08:00'],
  [{ unit: 'working_days', amount: 15 }, '2026-12-11T23:59:59+08:00'],
])('%o from Friday at five', (limit, due) => {
  expect(localIso(dueAt(at('2026-11-20 17:00'), limit, calendar, officeHours), zone)).toBe(due);
});

describe('the light of a day', () => {
  const light = (due: string) => (now: string) => signalLight({ due: endOfDay(due, zone), now: at(now), calendar });

  it('over a weekend', () => {
    // Due Monday 16 November 2026.
    const lights = ['2026-11-11 23:59', '2026-11-12 00:00', '2026-11-12 23:59', '2026-11-13 00:00', '2026-11-15 12:00'];
    expect(lights.map(light('2026-11-16'))).toEqual(['none', 'blue', 'blue', 'yellow', 'yellow']);
    const after = ['2026-11-16 23:59', '2026-11-17 00:00', '2026-12-30 00:00'];
    expect(after.map(light('2026-11-16'))).toEqual(['yellow', 'red', 'red']);
  });

  it('stays yellow over the days off that follow', () => {
    const days = ['2026-11-20 23:59', '2026-11-21 08:00', '2026-11-22 23:59', '2026-11-23 00:00'];
    expect(days.map(light('2026-11-20'))).toEqual(['yellow', 'yellow', 'yellow', 'red']);
  });

  it('over the National Day holiday', () => {
    const days = [
      '2025-09-28 10:00',
      '2025-09-29 10:00',
      '2025-09-30 10:00',
      '2025-10-08 10:00',
      '2025-10-09 10:00',
      '2025-10-10 00:00',
    ];
    expect(days.map(light('2025-10-09'))).toEqual(['none', 'blue', 'yellow', 'yellow', 'yellow', 'red']);
  });

  it('can begin to glow earlier', () => {
    const due = endOfDay('2026-11-20', zone);
    expect(signalLight({ due, now: at('2026-11-13 10:00'), calendar, nearDays: 5 })).toBe('blue');
    expect(signalLight({ due, now: at('2026-11-12 10:00'), calendar, nearDays: 5 })).toBe('none');
  });

  it('does not ask for a year before it matters', () => {
    const due = endOfDay('2029-03-01', zone);
    expect(signalLight({ due, now: at('2026-11-13 10:00'), calendar })).toBe('none');
    const last = endOfDay('2027-12-31', zone);
    expect(signalLight({ due: last, now: at('2027-12-31 10:00'), calendar })).toBe('yellow');
    expect(() => signalLight({ due: last, now: at('2028-01-03 10:00'), calendar })).toThrow(
      'time.calendar_year_missing',
    );
  });
});

it('the light of an hour', () => {
  const due = at('2026-11-21 02:00');
  const times = [
    '2026-11-20 21:59',
    '2026-11-20 22:00',
    '2026-11-21 00:59',
    '2026-11-21 01:00',
    '2026-11-21 02:00',
    '2026-11-21 02:01',
  ];
  const lights = times.map((now) => signalLight({ due, now: at(now), calendar }));
  expect(lights).toEqual(['none', 'blue', 'blue', 'yellow', 'yellow', 'red']);
});
