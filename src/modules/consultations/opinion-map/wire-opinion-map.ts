import type { Kernel } from '../../../kernel/kernel.ts';
import { declareAccountJoin, declarePersonalData, declareProcessing } from '../../people/index.ts';
import { computeMap, lookAfterMaps } from './compute/compute-map.ts';
import { computeJob, sendComputation } from './compute/compute-soon.ts';
import { forgetMaps } from './open-map.ts';
import './opinion-map.errors.ts';
import { opinionMapTables } from './processing.ts';
import { dropTranslations } from './statements/statement.queries.ts';
import { joinVoter, letVoterGo, votesOfAccount } from './voting/voter-data.ts';

/** What keeps maps going: computing them beside the votes, and forgetting who voted once they are answered. */
export function wireOpinionMap(k: Kernel): void {
  declareProcessing(k, opinionMapTables);
  k.jobs.define<{ consultationId: string }>(
    computeJob,
    { expireSeconds: 300, retryLimit: 2 },
    async ({ consultationId }, { signal }) => {
      await computeMap(k, consultationId, signal);
    },
  );
  k.jobs.define(
    'consultations.maps',
    { cron: '* * * * *', expireSeconds: 900, retryLimit: 0 },
    async (_, { signal }) => {
      await lookAfterMaps(k, signal);
    },
  );
  k.outbox.subscribe({
    name: 'consultations.opinion_map',
    types: ['*'],
    handle: async (tx, { type, subject, payload }) => {
      if (!type.startsWith('consultations.')) return;
      forgetMaps(k);
      const { subjectId } = (payload ?? {}) as { subjectId?: string | null };
      if (type === 'consultations.contribution_withdrawn' && subjectId) await dropTranslations(tx, subjectId);
      if ((payload as { kind?: unknown } | null)?.kind === 'map') await sendComputation(k, tx, subject);
    },
  });
  declarePersonalData(k, {
    module: 'consultations.opinion_map',
    held: 'consultations.opinion_map.personal.held',
    kept: 'consultations.opinion_map.personal.kept',
    count: async (db, accountId) => (await votesOfAccount(k, db, accountId)).length,
    values: { vote: 'consultations.opinion_map.vote' },
    export: (db, accountId) => votesOfAccount(k, db, accountId),
    erase: (tx, accountId) => letVoterGo(k, tx, accountId),
  });
  declareAccountJoin(k, {
    module: 'consultations.opinion_map',
    tables: [],
    move: (tx, from, to) => joinVoter(k, tx, from, to),
  });
}
