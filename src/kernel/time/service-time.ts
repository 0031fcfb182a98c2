import { addDays, type LocalDate, type Weekday, weekday } from './local-date.ts';
import type { WorkingCalendar } from './working-calendar.ts';
import { atLocal, localDate } from './zone.ts';

/** A stretch of a day by the wall clock, `09:00` to `17:30`; `24:00` is the end of the day. */
export type TimeWindow = { from: string; to: string };

/**
 * When an office is open. `always` is around the clock, holidays too. Otherwise working days (make-up days among them)
 * have the windows of `workingDay` unless their weekday has its own, and weekends and holidays those of `restDay`.
 */
export type ServiceTime =
  | 'always'
  | { workingDay: TimeWindow[]; weekdays?: Partial<Record<Weekday, TimeWindow[]>>; restDay?: TimeWindow[] };

export const officeHours: ServiceTime = { workingDay: [{ from: '09:00', to: '17:30' }] };

const HOUR_MS = 3_600_000;
/** Longer than any row of holidays; who is not open once in it is never open. */
const LONGEST_CLOSURE_DAYS = 60;

/** Hours by the clock, whatever the day: 2 for an emergency, 24 for water, power, gas and heat. */
export function addHours(at: Date, hours: number): Date {
  return new Date(at.getTime() + hours * HOUR_MS);
}

/**
 * The moment at which so many hours of service time have passed since `at`. What comes in while the office is closed
 * begins to count when it opens; an hour that ends with the window ends then, not at the next opening.
 * Throws AppError for a year the calendar does not know, RangeError for a service time that never opens.
 */
export function addServiceHours(at: Date, hours: number, service: ServiceTime, calendar: WorkingCalendar): Date {
  if (!(hours >= 0) || !Number.isFinite(hours)) throw new RangeError(`not a number of hours: ${hours}`);
  if (service === 'always') return addHours(at, hours);
  let left = hours * HOUR_MS;
  let closed = 0;
  for (let date = localDate(at, calendar.zone); closed < LONGEST_CLOSURE_DAYS; date = addDays(date, 1)) {
    closed += 1;
    for (const [from, to] of windowsOn(date, service, calendar)) {
      const start = Math.max(from, at.getTime());
      if (start >= to) continue;
      if (left <= to - start) return new Date(start + left);
      left -= to - start;
      closed = 0;
    }
  }
  throw new RangeError('a service time that never opens');
}

/** Whether the office is open at a moment. */
export function inServiceTime(at: Date, service: ServiceTime, calendar: WorkingCalendar): boolean {
  if (service === 'always') return true;
  const date = localDate(at, calendar.zone);
  return windowsOn(date, service, calendar).some(([from, to]) => from <= at.getTime() && at.getTime() < to);
}

function windowsOn(date: LocalDate, service: Exclude<ServiceTime, 'always'>, calendar: WorkingCalendar) {
  const windows = calendar.isWorkingDay(date)
    ? (service.weekdays?.[weekday(date)] ?? service.workingDay)
    : (service.restDay ?? []);
  return windows
    .map(({ from, to }) => [atLocal(date, from, calendar.zone), atLocal(date, to, calendar.zone)])
    .map(([from, to]) => [from!.getTime(), to!.getTime()] as const)
    .sort((a, b) => a[0] - b[0]);
}
