import type { Kernel } from '../../../kernel/kernel.ts';
import type { DeliveredEvent } from '../../../kernel/outbox/index.ts';
import { forgetOldSearches } from './search-words.ts';

/** Events that change nothing on public lists. */
const quiet = new Set(['cases.follow', 'cases.unfollow', 'cases.note', 'cases.opinion_given', 'cases.submit']);
const moderation = new Set(['cases.unpublish', 'cases.hide', 'cases.appeal', 'cases.restore', 'cases.uphold']);
/** Tags that a notice carries at most: a notice is small. */
const mostTags = 100;
/** Lists change with nearly every event: once a second is enough. */
const lists_ms = 1000;

/** The tags of the pages that an event changes. */
function tagsOf(event: DeliveredEvent): { now: string[]; lists: string[] } {
  const { into } = event.payload;
  return {
    now: [
      `case:${event.subject}`,
      ...(typeof into === 'string' ? [`case:${into}`] : []),
      // What is hidden is gone from lists at once.
      ...(moderation.has(event.type) ? ['moderation', 'cases', 'home'] : []),
    ],
    lists: quiet.has(event.type) || moderation.has(event.type) ? [] : ['cases', 'home'],
  };
}

/** Drops cached pages of cases when something happens to them, here and in every other process. */
export function wirePublic(k: Kernel): void {
  let waiting = false;
  const tell = async (tags: string[]) => {
    k.cache.invalidate(...tags);
    await k.live.publish('kernel.cache', tags);
  };
  k.outbox.onDelivered(async (events) => {
    const mine = events.filter((event) => event.type.startsWith('cases.')).map(tagsOf);
    if (mine.length === 0) return;
    const now = [...new Set(mine.flatMap((each) => each.now))];
    for (let start = 0; start < now.length; start += mostTags) await tell(now.slice(start, start + mostTags));
    if (mine.every((each) => each.lists.length === 0)) return;
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      tell(['cases', 'home']).catch((error) => k.log.warn({ err: error }, 'could not tell of changed lists'));
    }, lists_ms).unref();
  });
  k.jobs.define('cases.forget_searches', { cron: '20 3 * * *' }, () => forgetOldSearches(k));
}
