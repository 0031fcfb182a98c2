import type { Kernel } from '../../../kernel/kernel.ts';
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
      if (type === 'competitions.finalise') await destroyRollKeys(tx, subject);
    },
  });
}
