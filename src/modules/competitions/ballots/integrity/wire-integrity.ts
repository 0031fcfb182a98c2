import type { Kernel } from '../../../../kernel/kernel.ts';
import { declareProcessing } from '../../../people/index.ts';
import { offerToOrganisers } from '../../organise/organiser-places.ts';
import { mayReadBursts } from './integrity.policy.ts';
import { invalidationsOf } from './invalidation.queries.ts';
import { integrityTables } from './processing.ts';

export function wireIntegrity(k: Kernel): void {
  declareProcessing(k, integrityTables);
  offerToOrganisers(k, {
    order: 45,
    stageKinds: ['ballot'],
    async places(_, { actor, competition, facts, ctx }, stage) {
      if (!stage || !mayReadBursts(actor, facts)) return [];
      const waiting = (await invalidationsOf(k.db, stage.id, { limit: 20 })).filter(
        ({ state }) => state === 'proposed',
      );
      return [
        {
          href: `/organise/${competition.slug}/ballots/${stage.id}/integrity`,
          label: ctx.t('competitions.ballots.integrity.title'),
          ...(waiting.length > 0
            ? { note: ctx.t('competitions.ballots.integrity.place_waits', { n: waiting.length }), hot: true }
            : {}),
        },
      ];
    },
  });
}
