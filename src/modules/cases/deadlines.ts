import { fail } from '../../kernel/errors/index.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { citySettings } from '../../kernel/settings/index.ts';
import { dueAt, type ServiceTime, type WorkingCalendar } from '../../kernel/time/index.ts';
import type { LimitKind } from './cases.rules.ts';
import { casesSettings } from './cases.settings.ts';

/** When the city's offices are in service, for limits counted in service hours. */
export function serviceTime(k: Kernel): ServiceTime {
  const city = k.settings.get(citySettings);
  return city.serviceAlways ? 'always' : { workingDay: [{ from: city.serviceFrom, to: city.serviceUntil }] };
}

/**
 * When something is due that starts now and falls under the named limit.
 * @throws AppError time.calendar_year_missing when the calendar does not reach so far
 */
export async function dueBy(k: Kernel, from: Date, limit: LimitKind | 'sign' | 'return' | 'contact'): Promise<Date> {
  return dueAt(from, k.settings.get(casesSettings).limits[limit], await k.calendar.current(), serviceTime(k));
}

/** The due time moved by so many working days: counted from the day on which it was due. */
export function extendedDue(calendar: WorkingCalendar, due: Date, working_days: number, longest: number): Date {
  if (working_days < 1 || working_days > longest) fail('cases.extension_too_long', { days: longest });
  return calendar.addWorkingDays(due, working_days);
}
