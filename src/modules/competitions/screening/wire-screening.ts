import type { Kernel } from '../../../kernel/kernel.ts';
import { declareProcessing } from '../../people/index.ts';
import { turnScreening } from './close-screening.ts';
import { screeningTables } from './processing.ts';
import { tellEntrants } from './tell-entrants.ts';

export function wireScreening(k: Kernel): void {
  declareProcessing(k, screeningTables);
  tellEntrants(k);
  k.jobs.define('competitions.screening', { cron: '*/10 * * * *', expireSeconds: 300, retryLimit: 1 }, async () => {
    await turnScreening(k);
  });
}
