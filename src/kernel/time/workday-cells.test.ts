import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultYears } from './calendar-years.ts';
import { type WorkdayBar, workdayCells } from './workday-cells.ts';
import { WorkingCalendar } from './working-calendar.ts';
import { atLocal } from './zone.ts';

fc.configureGlobal({ seed: 20251014 });

const zone = 'Asia/Shanghai';
const calendar = new WorkingCalendar({ years: defaultYears, days: defaultYears.flatMap((table) => table.days) }, zone);
const at = (text: string) => atLocal(text.slice(0, 10), text.slice(11) || '10:00', zone);

/** A bar as a line: `10+` used, `13+!` done on it, `*` today, `16=` due, `|` days off before it, `~` late. */
const drawn = ({ cells }: WorkdayBar) =>
  cells
    .map(({ day, done, end, today, due, late, gap }) => {
      const marks = [done && '+', end && '!', today && '*', due && '=', late && '~'].filter(Boolean).join('');
      return `${gap ? '| ' : ''}${day}${marks}`;
    })
    .join(' ');

const accepted = at('2026-11-09 09:02');
const bar = (now: string, done?: string, n = 5, from = accepted) =>
  workdayCells({
    accepted: from,
    due: calendar.addWorkingDays(from, n),
    now: at(now),
    done: done ? at(done) : null,
    calendar,
  });

describe('the bar of working days', () => {
  it.each([
    ['2026-11-09 11:00', undefined, '10 11 12 13 | 16=', { used: 0, left: 5, late: 0 }],
    ['2026-11-11 11:00', undefined, '10+ 11+* 12 13 | 16=', { used: 2, left: 3, late: 0 }],
    ['2026-11-14 11:00', undefined, '10+ 11+ 12+ 13+ | 16=', { used: 4, left: 1, late: 0 }],
    ['2026-11-16 11:00', undefined, '10+ 11+ 12+ 13+ | 16+*=', { used: 5, left: 0, late: 0 }],
    ['2026-11-18 11:00', undefined, '10+ 11+ 12+ 13+ | 16+= 17+~ 18+*~', { used: 7, left: 0, late: 2 }],
    ['2026-11-18 11:00', '2026-11-13 16:40', '10+ 11+ 12+ 13+! | 16=', { used: 4, left: 1, late: 0 }],
    ['2026-11-18 11:00', '2026-11-15 16:40', '10+ 11+ 12+ 13+! | 16=', { used: 4, left: 1, late: 0 }],
    ['2026-11-18 11:00', '2026-11-09 16:40', '10 11 12 13 | 16=', { used: 0, left: 5, late: 0 }],
    ['2026-11-30 11:00', '2026-11-17 16:40', '10+ 11+ 12+ 13+ | 16+= 17+!~', { used: 6, left: 0, late: 1 }],
  ])('at %s, done %s', (now, done, line, figures) => {
    const made = bar(now, done);
    expect(drawn(made)).toBe(line);
    expect(made).toMatchObject({ ...figures, total: 5, daysOff: 2, hidden: 0, provisional: false });
  });

  it('names the holiday in a gap', () => {
    const made = bar('2025-09-30 11:00', undefined, 5, at('2025-09-30 10:00'));
    expect(drawn(made)).toBe('| 9 10 11 | 13 14=');
    expect(made.cells.map((cell) => cell.gap)).toEqual([
      { days: 8, name: '国庆节、中秋节' },
      null,
      null,
      { days: 1, name: '' },
      null,
    ]);
    expect(made.daysOff).toBe(9);
  });

  it('says when its calendar is not confirmed', () => {
    expect(bar('2026-12-30 11:00', undefined, 5, at('2026-12-30 10:00')).provisional).toBe(true);
  });

  it('keeps a bar that is very late within bounds, its last day in sight', () => {
    const made = bar('2027-11-18 11:00');
    expect(made.cells).toHaveLength(40);
    expect(made.cells.at(-1)).toMatchObject({ date: '2027-11-18', today: true, late: true });
    expect(made.hidden).toBe(made.used - 40);
  });
});

it('has a cell for every working day, and its figures agree with its cells', () => {
  const minutes = fc.integer({ min: 0, max: 400 * 24 * 60 });
  fc.assert(
    fc.property(
      minutes,
      fc.integer({ min: 1, max: 25 }),
      fc.integer({ min: 0, max: 40 * 24 * 60 }),
      fc.boolean(),
      (start, n, later, isDone) => {
        const from = new Date(at('2025-02-01').getTime() + start * 60_000);
        const now = new Date(from.getTime() + later * 60_000);
        const due = calendar.addWorkingDays(from, n);
        const made = workdayCells({ accepted: from, due, now, done: isDone ? now : null, calendar });
        expect(made.cells.every((cell) => calendar.isWorkingDay(cell.date))).toBe(true);
        expect(made.total).toBe(n);
        expect(made.cells.filter((cell) => cell.done)).toHaveLength(made.used - made.hidden);
        expect(made.cells.filter((cell) => cell.due)).toHaveLength(1);
        expect(made.cells.filter((cell) => cell.end).length).toBe(isDone && made.used > 0 ? 1 : 0);
        expect(made.left - made.late).toBe(n - made.used);
      },
    ),
  );
});
