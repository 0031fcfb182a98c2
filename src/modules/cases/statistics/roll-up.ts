import { inTransaction } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { addDays } from '../../../kernel/time/index.ts';
import { daysOfCases, firstAndLastDay, markRunning, markStale, rollUpDays, takeStaleDays } from './roll-up.queries.ts';

const daysAtOnce = 31;

/** Marks the days of cases to which something happened; the next roll-up makes their figures anew. */
export function wireFigures(k: Kernel): void {
  k.outbox.subscribe({
    name: 'cases.figures',
    types: ['*'],
    handle: async (tx, event) => {
      if (event.type === 'cases.imported') {
        await k.jobs.send(tx, 'cases.figures_all', {}, { singletonKey: 'all' });
        return;
      }
      if (!event.type.startsWith('cases.') || unrelated.has(event.type)) return;
      await markStale(tx, await daysOfCases(tx, [event.subject], k.config.TIME_ZONE));
    },
  });
  k.jobs.define('cases.figures', { cron: '* * * * *', retryLimit: 0 }, async () => {
    await rollUpStale(k);
  });
  k.jobs.define('cases.figures_all', { expireSeconds: 3600 }, async () => {
    await rollUpAll(k);
  });
}

const unrelated = new Set([
  'cases.follow',
  'cases.unfollow',
  'cases.note',
  'cases.question',
  'cases.answer',
  'cases.addition',
]);

/** Makes the figures of all marked days anew, and of those on which a clock is still running. @returns days done */
export async function rollUpStale(k: Kernel): Promise<number> {
  await inTransaction(k.db, markRunning);
  let done = 0;
  for (;;) {
    const days = await inTransaction(k.db, async (tx) => {
      const taken = await takeStaleDays(tx, daysAtOnce);
      for (const day of taken) await rollUpDays(tx, day, day, k.config.TIME_ZONE, k.clock.now());
      return taken;
    });
    done += days.length;
    if (days.length < daysAtOnce) break;
  }
  if (done > 0) await k.live.publish('kernel.cache', ['figures']);
  return done;
}

/** Makes all figures anew from the facts, whatever they were; some days at a time, so that no statement takes long. */
export async function rollUpAll(k: Kernel): Promise<void> {
  const span = await firstAndLastDay(k.db, k.config.TIME_ZONE);
  if (!span) return;
  for (let from = span.first; from <= span.last; from = addDays(from, daysAtOnce)) {
    const until = addDays(from, daysAtOnce - 1);
    await inTransaction(k.db, (tx) => rollUpDays(tx, from, until, k.config.TIME_ZONE, k.clock.now()));
  }
  await k.live.publish('kernel.cache', ['figures']);
}
