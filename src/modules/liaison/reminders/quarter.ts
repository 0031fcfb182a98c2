import { addDays, daysBetween, type LocalDate, startOfDay, type Zone } from '../../../kernel/time/index.ts';

/** A quarter of a year: 2026Q4. */
export type Quarter = { name: string; from: LocalDate; until: LocalDate };

/** The quarter of a day; `until` is its last day. */
export function quarterOf(day: LocalDate): Quarter {
  const [year = 0, month = 1] = day.split('-').map(Number);
  const n = Math.ceil(month / 3);
  const first = (n - 1) * 3 + 1;
  const from = `${year}-${String(first).padStart(2, '0')}-01`;
  const next = n === 4 ? `${year + 1}-01-01` : `${year}-${String(first + 3).padStart(2, '0')}-01`;
  return { name: `${year}Q${n}`, from, until: addDays(next, -1) };
}

export function quarterStart(day: LocalDate, zone: Zone): Date {
  return startOfDay(quarterOf(day).from, zone);
}

/**
 * Which of the reminders before a quarter's end is due on a day: the least of the marks that has been reached; null before
 * the first. A morning on which no job ran is made up for by the next.
 * @param marks days before the end, in any order
 */
export function reachedMark(day: LocalDate, marks: readonly number[]): number | null {
  const left = daysBetween(day, quarterOf(day).until);
  const reached = marks.filter((mark) => left <= mark);
  return reached.length > 0 ? Math.min(...reached) : null;
}
