import type { Kernel } from '../../../kernel/kernel.ts';
import { localDate, startOfDay } from '../../../kernel/time/index.ts';
import { systemActor } from '../../people/index.ts';
import { casesSettings } from '../cases.settings.ts';
import { archiveCase, closeCase } from '../intake/close-case.ts';
import { breakPromises } from '../promises/settle-promise.ts';
import { answeredBefore, finishedBefore, ratedSolved } from './clocks.queries.ts';

const day_ms = 86_400_000;
const batch = 500;

/**
 * What time alone does to cases: closes what was rated solved, and what nobody rated within the set working days,
 * archives what has been finished long enough, breaks promises whose day is over. Run by a job every few minutes; an
 * error in one case is logged and does not hold up the others.
 */
export async function runClocks(k: Kernel): Promise<{ closed: number; archived: number; broken: number }> {
  const now = k.clock.now();
  const settings = k.settings.get(casesSettings);
  const broken = await breakPromises(k);
  const calendar = await k.calendar.current();
  let closed = 0;
  let archived = 0;
  for (const id of await ratedSolved(k.db, batch))
    if (await attempt(k, () => closeCase(k, systemActor, id, 'rated'))) closed++;
  // The last of the days on which it can be rated is over.
  const { zone } = calendar;
  const unratedBefore = startOfDay(calendar.workingDay(localDate(now, zone), -settings.closeUnrated_days), zone);
  for (const id of await answeredBefore(k.db, unratedBefore, batch))
    if (await attempt(k, () => closeCase(k, systemActor, id, 'unrated'))) closed++;
  const finished = new Date(now.getTime() - settings.archive_days * day_ms);
  for (const id of await finishedBefore(k.db, finished, batch))
    if (await attempt(k, () => archiveCase(k, systemActor, id))) archived++;
  return { closed, archived, broken };
}

async function attempt(k: Kernel, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    k.log.warn({ err: error }, 'a clock of a case');
    return false;
  }
}
