import type { Kernel } from '../../../kernel/kernel.ts';
import { declareProcessing } from '../../people/index.ts';
import { offerAtDesk } from '../desk-places.ts';
import { resultTables } from './processing.ts';
import { rollUp, rollUpSurvey } from './roll-up.ts';
import { rollupOf } from './tally.queries.ts';
import { tellOfResults } from './tell-of-results.ts';

/** Counting of what is handed in, its place at the desk, and telling whoever asked. */
export function wireResults(k: Kernel): void {
  declareProcessing(k, resultTables);
  tellOfResults(k);
  k.jobs.define('surveys.roll_up', { cron: '* * * * *', tz: k.config.TIME_ZONE }, async () => {
    await rollUp(k);
  });
  k.outbox.subscribe({
    name: 'surveys.close_counts',
    types: ['surveys.close', 'surveys.publish'],
    handle: async (_, event) => {
      await rollUpSurvey(k, event.subject);
    },
  });
  offerAtDesk(k, {
    order: 50,
    places: async (_, { survey, ctx }) => {
      if (survey.state === 'draft') return [];
      const rollup = await rollupOf(k.db, survey.id);
      const note = ctx.t('surveys.results.counted', { count: rollup?.responses ?? 0 });
      return [{ href: `/questionnaires/${survey.slug}/results`, label: ctx.t('surveys.results.title'), note }];
    },
  });
}
