import type { Kernel } from '../../../kernel/kernel.ts';
import { declareProcessing } from '../../people/index.ts';
import { offerCompetitionsApi } from './api.ts';
import { offerCompetitionsOnHome } from './home-part.tsx';

/** What is said of counted looks; the open data; the chapter on the home page. */
export function wirePublic(k: Kernel): void {
  declareProcessing(k, {
    'competitions.entry_view': {
      purpose: 'competitions.public.processing.purpose',
      basis: 'none',
      keep: 'competitions.processing.keep.competition',
      access: ['public'],
      columns: { entry_id: 'none', day: 'none', views: 'none' },
    },
  });
  offerCompetitionsApi(k);
  offerCompetitionsOnHome(k);
}
