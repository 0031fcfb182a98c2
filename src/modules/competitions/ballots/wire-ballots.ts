import type { Kernel } from '../../../kernel/kernel.ts';
import { declareAccountJoin, declarePersonalData } from '../../people/index.ts';
import { mayReadRecord } from '../competitions.policy.ts';
import { offerToOrganisers } from '../organise/organiser-places.ts';
import { ballotOf } from './ballot.queries.ts';
import { countInvited, forgetInvited } from './cast/invited.queries.ts';
import { joinRoll, rollOf } from './cast/roll-data.ts';
import { destroyRollKeys } from './close/close.queries.ts';
import { lookAfterBallots } from './close/look-after.ts';
import { forgetBallots } from './open-ballot.ts';

/** What keeps ballots going: sealing, closing, and forgetting who voted once the results are final. */
export function wireBallots(k: Kernel): void {
  k.jobs.define('competitions.ballots', { cron: '* * * * *', expireSeconds: 900, retryLimit: 0 }, () =>
    lookAfterBallots(k),
  );
  k.outbox.subscribe({
    name: 'competitions.ballots',
    types: ['*'],
    handle: async (tx, { type, subject }) => {
      if (!type.startsWith('competitions.')) return;
      forgetBallots(k);
      if (type !== 'competitions.finalise' && type !== 'competitions.cancel') return;
      await forgetInvited(tx, subject);
      // Of one that was called off the urn is emptied first, see look-after.ts.
      if (type === 'competitions.finalise') await destroyRollKeys(tx, subject);
    },
  });
  declarePersonalData(k, {
    module: 'competitions.ballots',
    held: 'competitions.ballots.close.personal.held',
    kept: 'competitions.ballots.close.personal.kept',
    count: async (db, accountId) => (await rollOf(k, db, accountId)).length,
    export: (db, accountId) => rollOf(k, db, accountId),
    // A ballot that was cast stays: the pseudonym leads to nobody once the account and then the key are gone.
    erase: async () => {},
  });
  declareAccountJoin(k, {
    module: 'competitions.ballots',
    tables: [],
    move: (tx, from, to) => joinRoll(k, tx, from, to),
  });
  offerToOrganisers(k, {
    order: 40,
    stageKinds: ['ballot'],
    async places(_, { actor, competition, facts, ctx }, stage) {
      if (stage?.kind !== 'ballot' || !mayReadRecord(actor, facts)) return [];
      const where = { competitionId: competition.id, stageId: stage.id };
      const ballot = await ballotOf(k.db, where);
      const lacksList = stage.settings.who === 'invited' && (await countInvited(k.db, where)) === 0;
      const note = lacksList
        ? ctx.t('competitions.ballots.close.place_list')
        : ballot && ballot.size > 0
          ? ctx.t('competitions.ballots.close.place_turnout', { n: ballot.ballots - ballot.replaced })
          : null;
      return [
        {
          href: `/organise/${competition.slug}/ballots/${stage.id}`,
          label: ctx.t('competitions.ballots.close.title'),
          ...(note === null ? {} : { note }),
          hot: ballot?.alarm != null || (lacksList && stage.closedAt === null),
        },
      ];
    },
  });
}
