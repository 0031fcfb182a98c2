import { addDays, daysBetween, localDate, weekday } from '../../../kernel/time/index.ts';

export type Step = 'week' | 'month' | 'year';
/** A stretch of time, named by how it begins (a Monday, a month, a year), and how many letters came in it. */
export type Stretch = { from: string; letters: number };

const mostWeeks = 26;
const mostMonths = 48;

/** Letters by week, by month where that is more than half a year, by year beyond four; stretches without any among them. */
export function bySteps(times: readonly Date[], zone: string): { step: Step; stretches: Stretch[] } {
  const days = times.map((at) => localDate(at, zone)).sort();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return { step: 'week', stretches: [] };
  const step: Step =
    daysBetween(first, last) <= mostWeeks * 7 ? 'week' : monthsBetween(first, last) < mostMonths ? 'month' : 'year';
  const counted = new Map<string, number>();
  for (const day of days) counted.set(beginning(step, day), (counted.get(beginning(step, day)) ?? 0) + 1);
  const stretches: Stretch[] = [];
  for (let from = beginning(step, first); from <= beginning(step, last); from = following(step, from))
    stretches.push({ from, letters: counted.get(from) ?? 0 });
  return { step, stretches };
}

const monthNumber = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
const monthsBetween = (first: string, last: string) => monthNumber(last) - monthNumber(first);

function beginning(step: Step, day: string): string {
  if (step === 'week') return addDays(day, 1 - weekday(day));
  return step === 'month' ? day.slice(0, 7) : day.slice(0, 4);
}

function following(step: Step, from: string): string {
  if (step === 'week') return addDays(from, 7);
  if (step === 'year') return String(Number(from) + 1).padStart(4, '0');
  const next = monthNumber(from) + 1;
  return `${String(Math.floor(next / 12)).padStart(4, '0')}-${String((next % 12) + 1).padStart(2, '0')}`;
}

/** Letters in equal slices from one moment to another, for a picture without figures. */
export function inSlices(times: readonly Date[], from: Date, to: Date, slices: number): number[] {
  const counts = Array.from({ length: slices }, () => 0);
  const length = Math.max(1, to.getTime() - from.getTime());
  for (const at of times) {
    const i = Math.floor(((at.getTime() - from.getTime()) / length) * slices);
    const slice = Math.min(slices - 1, Math.max(0, i));
    counts[slice] = (counts[slice] ?? 0) + 1;
  }
  return counts;
}
