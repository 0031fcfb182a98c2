import type { Kernel } from '../../../kernel/kernel.ts';
import { mayReadRecord, organises } from '../competitions.policy.ts';
import { stageTime } from '../competitions.rules.ts';
import { offerToOrganisers } from '../organise/organiser-places.ts';
import { linesOf, loadJury, scoringStage } from './load-jury.ts';

/** The jury's desk beside each stage that a jury scores, on the organiser's page. */
export function offerJuryPlaces(k: Kernel): void {
  offerToOrganisers(k, {
    order: 30,
    stageKinds: ['jury', 'pitch'],
    places: async (_, { actor, competition, facts, ctx }, given) => {
      if (!given || !(organises(actor, facts) || mayReadRecord(actor, facts))) return [];
      const stage = scoringStage(competition, given.id);
      const lines = linesOf(await loadJury(k.db, competition, stage));
      const all = lines.reduce((sum, { expected }) => sum + expected.length, 0);
      const missing = lines.reduce((sum, line) => sum + line.missing.length, 0);
      return [
        {
          href: `/organise/${competition.slug}/jury/${stage.id}`,
          label: ctx.t('competitions.jury.jury'),
          note: stage.closedAt
            ? ctx.t('competitions.jury.state.closed')
            : ctx.t('competitions.jury.handed_of', { done: all - missing, all }),
          hot: !stage.closedAt && missing > 0 && stageTime(stage, k.clock.now()) === 'over',
        },
      ];
    },
  });
}
