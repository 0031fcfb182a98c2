import type { Kernel } from '../../../kernel/kernel.ts';
import { surveyById } from '../survey.queries.ts';
import { toBeTold } from './tally.queries.ts';

// keys: surveys.notify.*

/** What is older comes from the demo's past or from a long stop; nobody is told of it any more. */
const news_ms = 3 * 86_400_000;

/** Tells whoever asked for it, when they answered, that the results are public. */
export function tellOfResults(k: Kernel): void {
  k.notify.declareKinds([{ kind: 'surveys.published', group: 'surveys.results', mandatory: false }]);
  k.outbox.subscribe({
    name: 'surveys.tell_of_results',
    types: ['surveys.publish'],
    handle: async (tx, event) => {
      if (k.clock.now().getTime() - event.at.getTime() > news_ms) return;
      const survey = await surveyById(tx, event.subject);
      if (survey?.state !== 'published') return;
      for (const accountId of await toBeTold(tx, survey.id))
        await k.notify.send(tx, event.at, {
          to: { accountId },
          kind: 'surveys.published',
          params: { title: survey.title },
          link: `/surveys/${survey.slug}/results`,
          dedupe: `event:${event.id}:${accountId}`,
        });
    },
  });
}
