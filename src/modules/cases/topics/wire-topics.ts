import type { Kernel } from '../../../kernel/kernel.ts';
import { teachCityWords } from './city-words.ts';
import { keepTopics } from './keep-topics.ts';
import { placeInTopic } from './place-in-topic.ts';
import { type Span, topicsFoundAt } from './topics.queries.ts';

/** After these a letter may have become public, or be so no longer, or have more who follow it. */
const placing = [
  'cases.accept',
  'cases.decline',
  'cases.merge',
  'cases.withdraw',
  'cases.hide',
  'cases.restore',
  'cases.follow',
  'cases.unfollow',
];

const soon_ms = 10 * 60_000;
const first_ms = 20_000;

/** Jobs and listeners that keep hot topics up to date. */
export function wireTopics(k: Kernel): void {
  k.jobs.define<{ spans?: Span[] }>(
    'cases.topics',
    { cron: '7 * * * *', retryLimit: 1, expireSeconds: 1800 },
    async ({ spans }, job) => {
      for (const span of spans ?? ['recent' as const]) await keepTopics(k, span, job.signal);
    },
  );
  k.jobs.define('cases.topics_nightly', { cron: '40 2 * * *', retryLimit: 1, expireSeconds: 1800 }, async (_, job) => {
    await keepTopics(k, 'all', job.signal);
  });
  k.jobs.define<{ caseId: string }>('cases.place_in_topic', { retryLimit: 2 }, ({ caseId }) => placeInTopic(k, caseId));
  k.outbox.subscribe({
    name: 'cases.topics',
    types: [...placing, 'cases.imported'],
    handle: async (tx, event) => {
      if (event.type === 'cases.imported') {
        await k.jobs.send(tx, 'cases.topics', { spans: ['recent', 'all'] }, { singletonKey: 'all' });
        return;
      }
      await k.jobs.send(tx, 'cases.place_in_topic', { caseId: event.subject }, { singletonKey: event.subject });
      // A new matter is found with the others, not too long after its second letter.
      const first = (await topicsFoundAt(tx, 'recent')) === null;
      const startAfter = new Date(k.clock.now().getTime() + (first ? first_ms : soon_ms));
      await k.jobs.send(tx, 'cases.topics', {}, { singletonKey: 'soon', startAfter });
    },
  });
  const learn = () =>
    teachCityWords(k).catch((error) => k.log.warn({ err: error }, 'could not learn the city’s words'));
  k.settings.onChange((key) => {
    if (key === 'city') learn();
  });
  k.live.on('kernel.settings', learn);
  k.live.on('people.books', learn);
}
