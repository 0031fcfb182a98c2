import type { Db } from '../../../../kernel/db/index.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';

/** How many matters still open are due on these days (inclusive) or counted over them: their dates were given before. */
export type CalendarUse = (db: Db, from: Date, until: Date) => Promise<number>;

const uses = new WeakMap<Kernel, CalendarUse[]>();

/** Lets a module say which dates it gave by the calendar. Called when the module is wired. */
export function declareCalendarUse(k: Kernel, use: CalendarUse): void {
  uses.set(k, [...(uses.get(k) ?? []), use]);
}

export async function datesGiven(k: Kernel, from: Date, until: Date): Promise<number> {
  let n = 0;
  for (const use of uses.get(k) ?? []) n += await use(k.db, from, until);
  return n;
}
