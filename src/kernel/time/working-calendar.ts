import { declareErrors, fail } from '../errors/index.ts';
import { dayNumber, fromDayNumber, type LocalDate, type Weekday, weekdayOfDay } from './local-date.ts';
import { endOfDay, localDate, type Zone } from './zone.ts';

/** A day on which the rule of the week does not hold. `workday` is a weekend day worked to make up for a holiday. */
export type CalendarDay = { date: LocalDate; kind: 'workday' | 'holiday'; name: string };

/** A year whose days are known. `provisional`: put in before the official notice, to be confirmed by a person. */
export type CalendarYear = { year: number; provisional: boolean };

export type CalendarRows = { years: readonly CalendarYear[]; days: readonly CalendarDay[] };

export type DayKind = {
  working: boolean;
  kind: 'workday' | 'weekend' | 'holiday' | 'makeup';
  /** Name of the holiday (for a make-up day, the holiday it makes up for), else empty. */
  name: string;
};

declareErrors({ 'time.calendar_year_missing': 409 });

const WEEKEND: readonly Weekday[] = [6, 7];

/**
 * Counts working days. A value made from the rows of a table; it never guesses: whatever touches a year that is not in
 * the table throws AppError `time.calendar_year_missing`.
 *
 * The day from which one counts is not counted itself, whatever its kind and hour; the last one is counted to its end.
 * 2025-09-30 plus 5 working days is the end of 2025-10-14.
 */
export class WorkingCalendar {
  readonly zone: Zone;
  readonly #years = new Map<number, boolean>();
  readonly #days = new Map<number, CalendarDay>();
  readonly #weekend: ReadonlySet<Weekday>;

  constructor(rows: CalendarRows, zone: Zone, weekend = WEEKEND) {
    this.zone = zone;
    this.#weekend = new Set(weekend);
    for (const { year, provisional } of rows.years) this.#years.set(year, provisional);
    for (const day of rows.days) this.#days.set(dayNumber(day.date), day);
  }

  /** The years that are known, in order. */
  get years(): CalendarYear[] {
    return [...this.#years].map(([year, provisional]) => ({ year, provisional })).sort((a, b) => a.year - b.year);
  }

  /** Whether the day's year was put in before its official notice, so that a deadline on it may still move. */
  isProvisional(date: LocalDate): boolean {
    return this.#provisional(dayNumber(date));
  }

  dayKind(date: LocalDate): DayKind {
    return this.#kind(dayNumber(date));
  }

  isWorkingDay(date: LocalDate): boolean {
    return this.#kind(dayNumber(date)).working;
  }

  /** The n-th working day after a date (before it when n is negative). 0 is the date itself, working day or not. */
  workingDay(date: LocalDate, n: number): LocalDate {
    if (!Number.isSafeInteger(n)) throw new RangeError(`not a number of days: ${n}`);
    const step = Math.sign(n);
    let day = dayNumber(date);
    for (let left = Math.abs(n); left > 0; ) {
      day += step;
      if (this.#kind(day).working) left -= 1;
    }
    return fromDayNumber(day);
  }

  /** When something due in n working days is due: the last millisecond of the n-th working day after the day of `at`. */
  addWorkingDays(at: Date, n: number): Date {
    return endOfDay(this.workingDay(localDate(at, this.zone), n), this.zone);
  }

  /** The last millisecond of the n-th working day before the day of `at`. */
  subtractWorkingDays(at: Date, n: number): Date {
    return this.addWorkingDays(at, -n);
  }

  /**
   * Working days after the day of `from` up to and including the day of `to`: what is used, or left, of a deadline.
   * Negative when `to` is on an earlier day, 0 on the same one. `workingDaysBetween(at, addWorkingDays(at, n))` is n.
   */
  workingDaysBetween(from: Date, to: Date): number {
    const start = dayNumber(localDate(from, this.zone));
    const end = dayNumber(localDate(to, this.zone));
    let count = 0;
    for (let day = Math.min(start, end) + 1; day <= Math.max(start, end); day += 1) {
      if (this.#kind(day).working) count += 1;
    }
    return end < start ? -count : count;
  }

  #kind(day: number): DayKind {
    this.#provisional(day);
    const weekend = this.#weekend.has(weekdayOfDay(day));
    const special = this.#days.get(day);
    if (special?.kind === 'holiday') return { working: false, kind: 'holiday', name: special.name };
    if (special !== undefined) return { working: true, kind: weekend ? 'makeup' : 'workday', name: special.name };
    return { working: !weekend, kind: weekend ? 'weekend' : 'workday', name: '' };
  }

  #provisional(day: number): boolean {
    const year = Number(fromDayNumber(day).slice(0, 4));
    const provisional = this.#years.get(year);
    if (provisional === undefined) fail('time.calendar_year_missing', { year });
    return provisional;
  }
}
