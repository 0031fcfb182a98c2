import { addDays, daysBetween, localDate, weekday } from '../../../kernel/time/index.ts';

/** A week, named by its Monday, and how many letters came in it. */
export type Week = { from: string; letters: number };

/** Letters by week, weeks without any among them, ending with the week of the last; at most `most` weeks. */
export function byWeek(times: readonly Date[], zone: string, most: number): Week[] {
  const mondays = times.map((at) => {
    const day = localDate(at, zone);
    return addDays(day, 1 - weekday(day));
  });
  const [first, last] = [mondays[0], mondays.at(-1)];
  if (first === undefined || last === undefined) return [];
  const weeks = Math.min(most, daysBetween(first, last) / 7 + 1);
  const counted = new Map<string, number>();
  for (const monday of mondays) counted.set(monday, (counted.get(monday) ?? 0) + 1);
  return Array.from({ length: weeks }, (_, i) => {
    const from = addDays(last, -7 * (weeks - 1 - i));
    return { from, letters: counted.get(from) ?? 0 };
  });
}
