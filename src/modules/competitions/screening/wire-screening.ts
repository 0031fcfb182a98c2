import type { Kernel } from '../../../kernel/kernel.ts';
import { declareProcessing } from '../../people/index.ts';
import { mayScreen } from '../competitions.policy.ts';
import { offerToOrganisers } from '../organise/organiser-places.ts';
import { turnScreening } from './close-screening.ts';
import { countOpenObjections } from './objection.queries.ts';
import { screeningTables } from './processing.ts';
import { countScreened } from './screening.queries.ts';
import { tellEntrants } from './tell-entrants.ts';

export function wireScreening(k: Kernel): void {
  declareProcessing(k, screeningTables);
  tellEntrants(k);
  k.jobs.define('competitions.screening', { cron: '*/10 * * * *', expireSeconds: 300, retryLimit: 1 }, async () => {
    await turnScreening(k);
  });
  offerToOrganisers(k, {
    order: 20,
    stageKinds: ['screening'],
    async places(kernel, { actor, facts, competition, ctx }, stage) {
      if (!mayScreen(actor, facts)) return [];
      const counts = await countScreened(kernel.db, competition.id);
      const waiting = counts.filter(({ state }) => state === 'submitted').reduce((sum, { count }) => sum + count, 0);
      const objections = await countOpenObjections(kernel.db, competition.id);
      return [
        {
          href: `/organise/${competition.slug}/screening?state=submitted`,
          label: ctx.t('competitions.screening.title'),
          note: ctx.t('competitions.screening.place_note', { waiting, objections }),
          hot: stage?.closedAt === null && (waiting > 0 || objections > 0),
        },
      ];
    },
  });
}
