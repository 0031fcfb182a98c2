import type { Kernel } from '../../../kernel/kernel.ts';
import { declareAccountJoin, declarePersonalData, declareProcessing, offerOnMe } from '../../people/index.ts';
import { mayReadRecord, organises } from '../competitions.policy.ts';
import { offerToOrganisers } from '../organise/organiser-places.ts';
import { hasCertificate } from './certificate.queries.ts';
import { complaintFigures } from './complaint.queries.ts';
import { countHeld, eraseHeld, exportHeld, moveHeld } from './personal-data.queries.ts';
import { resultTables } from './processing.ts';
import { noticeOverJob } from './publish-notice.ts';
import { tellOfResults } from './tell-people.ts';

export function wireResults(k: Kernel): void {
  declareProcessing(k, resultTables);
  tellOfResults(k);
  k.jobs.define<{ competitionId: string }>(noticeOverJob, { retryLimit: 2 }, async ({ competitionId }) => {
    const tags = [`competition:${competitionId}`];
    k.cache.invalidate(...tags);
    await k.live.publish('kernel.cache', tags);
  });
  declarePersonalData(k, {
    module: 'competitions.results',
    held: 'competitions.results.personal_data.held',
    kept: 'competitions.results.personal_data.kept',
    count: countHeld,
    export: exportHeld,
    erase: eraseHeld,
    values: {
      decision: 'competitions.entry_state',
      ground: 'competitions.screening.ground',
      kind: 'competitions.results.certificate',
    },
  });
  declareAccountJoin(k, {
    module: 'competitions.results',
    tables: ['competitions.objection', 'competitions.complaint', 'competitions.certificate'],
    count: async (db, from) => [{ key: 'competitions.results.personal_data.held', count: await countHeld(db, from) }],
    move: (tx, from, to) => moveHeld(tx, from, to),
  });
  offerOnMe(k, {
    href: '/me/certificates',
    label: 'competitions.results.me',
    note: 'competitions.results.me_note',
    icon: 'star',
    order: 46,
    who: (kernel, accountId) => hasCertificate(kernel.db, accountId),
  });
  offerToOrganisers(k, {
    order: 60,
    stageKinds: ['results'],
    async places(kernel, { actor, facts, competition, ctx }) {
      const isOrganiser = organises(actor, facts);
      if (!isOrganiser && !mayReadRecord(actor, facts)) return [];
      const { open } = await complaintFigures(kernel.db, competition.id);
      const href = `/organise/${competition.slug}/results`;
      const desk = { href, label: ctx.t('competitions.results.desk') };
      if (!isOrganiser || open === 0) return [desk];
      const note = ctx.t('competitions.results.place_note', { open });
      return [desk, { href: `${href}/complaints`, label: ctx.t('competitions.results.complaints'), note, hot: true }];
    },
  });
}
