import type { Kernel } from '../../../kernel/kernel.ts';
import { declareProcessing } from '../processing/declare-processing.ts';
import { takeMemberFigures } from './take-figures.ts';

/** Takes the figures of each quarter when it begins; the first time as soon as there are any. */
export function wireMemberStatistics(k: Kernel): void {
  k.jobs.define('people.member_figures', { cron: '45 3 * * *', tz: k.config.TIME_ZONE, retryLimit: 2 }, async () => {
    await takeMemberFigures(k);
  });
  declareProcessing(k, {
    'people.member_figures': {
      purpose: 'people.member_statistics.processing.figures',
      basis: 'none',
      keep: 'people.member_statistics.processing.keep',
      access: ['public'],
      columns: { figures: 'none', on_day: 'none', taken_at: 'none' },
    },
  });
}
