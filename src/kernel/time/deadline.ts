import { daysBetween } from './local-date.ts';
import { addHours, addServiceHours, type ServiceTime } from './service-time.ts';
import type { WorkingCalendar } from './working-calendar.ts';
import { endOfDay, localDate } from './zone.ts';

/** How long something may take: by the clock, in hours of service time, or in working days. */
export type TimeLimit = { unit: 'hours' | 'service_hours' | 'working_days'; amount: number };

/** When something is due that must be done within a limit from `at`. It is in time at that very moment, late after it. */
export function dueAt(at: Date, limit: TimeLimit, calendar: WorkingCalendar, service: ServiceTime): Date {
  if (limit.unit === 'hours') return addHours(at, limit.amount);
  if (limit.unit === 'service_hours') return addServiceHours(at, limit.amount, service, calendar);
  return calendar.addWorkingDays(at, limit.amount);
}

export type SignalLight = 'none' | 'blue' | 'yellow' | 'red';

export type SignalInput = {
  due: Date;
  now: Date;
  calendar: WorkingCalendar;
  /** Blue begins so many working days before the due day. */
  nearDays?: number;
};

/** More days off than any run of working days has in it. */
const LONGEST_BREAK_DAYS = 60;
const HOURLY_BLUE_MS = 4 * 3_600_000;
const HOURLY_YELLOW_MS = 3_600_000;

/**
 * The light of something not yet done. Due at the end of a day: blue from `nearDays` working days before, yellow from one
 * working day before, red from the first working day after (so over a weekend that follows it stays yellow).
 * Due at an hour: blue in the last four hours, yellow in the last, red as soon as it has passed.
 */
export function signalLight({ due, now, calendar, nearDays = 2 }: SignalInput): SignalLight {
  const { zone } = calendar;
  const day = localDate(due, zone);
  if (due.getTime() !== endOfDay(day, zone).getTime()) return hourlyLight(due.getTime() - now.getTime());
  const today = localDate(now, zone);
  // Far off no calendar is asked, and the days after the due one only when they have come: a list must not fail because
  // the year that follows is not known yet.
  if (daysBetween(today, day) > nearDays + LONGEST_BREAK_DAYS) return 'none';
  if (today < calendar.workingDay(day, -nearDays)) return 'none';
  if (today < calendar.workingDay(day, -1)) return 'blue';
  return today <= day || today < calendar.workingDay(day, 1) ? 'yellow' : 'red';
}

function hourlyLight(left: number): SignalLight {
  if (left < 0) return 'red';
  if (left <= HOURLY_YELLOW_MS) return 'yellow';
  return left <= HOURLY_BLUE_MS ? 'blue' : 'none';
}
