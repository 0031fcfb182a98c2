import { addDays, isLocalDate, type LocalDate } from '../../../../kernel/time/index.ts';

/** The last day of a term of so many years that begins on a day: 2026-11-19 and three years end on 2029-11-18. */
export function termEnd(startsOn: LocalDate, years: number): LocalDate {
  const year = String(Number(startsOn.slice(0, 4)) + years).padStart(4, '0');
  const anniversary = `${year}${startsOn.slice(4)}`;
  // Of a term that begins on 29 February the last day is the 28th.
  return isLocalDate(anniversary) ? addDays(anniversary, -1) : `${year}-02-28`;
}
