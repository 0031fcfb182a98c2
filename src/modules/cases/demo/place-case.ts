import type { Kernel } from '../../../kernel/kernel.ts';
import { addDays, atLocal, localDate, signalLight } from '../../../kernel/time/index.ts';
import type { Book } from '../../people/index.ts';
import { type Kind, limitKindFor } from '../cases.rules.ts';
import type { Category } from '../category-book.ts';
import { dueBy } from '../deadlines.ts';
import { type DemoCase, day_ms, stepTime } from './demo-case.ts';

/**
 * When a case of the demo came in: its days before today at its time of day. One that is to show a signal light is moved
 * to the nearest day on which its due date shows that light now.
 */
export async function submissionTime(k: Kernel, given: DemoCase, categories: Book<Category>, now: Date): Promise<Date> {
  const at = (days: number) => {
    if (given.at === undefined) return new Date(now.getTime() - days * day_ms);
    return atLocal(addDays(localDate(now, k.config.TIME_ZONE), -Math.round(days)), given.at, k.config.TIME_ZONE);
  };
  const planned = at(given.submittedDaysAgo);
  if (!given.light) return planned > now ? new Date(planned.getTime() - day_ms) : planned;
  const accept = given.story.find((step) => step.act === 'accept');
  const category = categories.byCode(given.category);
  const limit = limitKindFor({
    urgent: given.urgent ?? false,
    kind: given.kind as Kind,
    categoryLimit: category?.limitKind ?? null,
  });
  const calendar = await k.calendar.current();
  for (let shift = 0; shift <= 30; shift++) {
    for (const days of [given.submittedDaysAgo - shift, given.submittedDaysAgo + shift]) {
      const submittedAt = at(days);
      if (days < 0 || submittedAt > now || !accept || stepTime(submittedAt, accept) > now) continue;
      const due = await dueBy(k, stepTime(submittedAt, accept), limit);
      if (signalLight({ due, now, calendar }) === given.light) return submittedAt;
    }
  }
  return planned;
}
