import type { Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { DeliveredEvent } from '../../../kernel/outbox/index.ts';
import { declareAccountJoin, declarePersonalData, declareProcessing } from '../../people/index.ts';
import { competitionById } from '../competition.queries.ts';
import { offerToOrganisers } from '../organise/organiser-places.ts';
import { mayReadRun } from './pitch.policy.ts';
import { drawOf, forgetSigner, lockSlot, moveSigner, slotsOfAccount } from './pitch.queries.ts';
import { pitchTables } from './processing.ts';

export function wirePitch(k: Kernel): void {
  declareProcessing(k, pitchTables);
  declarePersonalData(k, {
    module: 'competitions.pitch',
    held: 'competitions.pitch.held',
    kept: 'competitions.pitch.kept',
    count: async (db, accountId) => (await slotsOfAccount(db, accountId)).length,
    export: slotsOfAccount,
    erase: (tx, accountId) => forgetSigner(tx, accountId),
  });
  declareAccountJoin(k, {
    module: 'competitions.pitch',
    tables: ['competitions.pitch_slot'],
    move: (tx, from, to) => moveSigner(tx, from, to),
  });
  // keys: competitions.notify.pitch_done, competitions.notify.group.pitch*
  k.notify.declareKinds([{ kind: 'competitions.pitch_done', group: 'competitions.pitch', mandatory: true }]);
  k.outbox.subscribe({
    name: 'competitions.tell_of_pitch',
    types: ['competitions.pitch_step'],
    handle: (tx, event) => tellContestant(k, tx, event),
  });
  offerToOrganisers(k, {
    order: 50,
    stageKinds: ['pitch'],
    async places(_, { actor, competition, facts, ctx }, stage) {
      if (!stage || !mayReadRun(actor, facts)) return [];
      const drawn = await drawOf(k.db, stage.id);
      return [
        {
          href: `/pitch/${competition.slug}/${stage.id}`,
          label: ctx.t('competitions.pitch.desk'),
          ...(drawn ? {} : { note: ctx.t('competitions.pitch.not_drawn') }),
        },
      ];
    },
  });
}

/** Whoever has pitched is told where to see and sign the sheet. */
async function tellContestant(k: Kernel, tx: Tx, event: DeliveredEvent): Promise<void> {
  const { stageId, entryId } = event.payload as { stageId: string; entryId: string };
  const slot = await lockSlot(tx, stageId, entryId);
  const competition = await competitionById(tx, event.subject);
  if (slot?.state !== 'done' || !slot.accountId || !competition) return;
  await k.notify.send(tx, event.at, {
    to: { accountId: slot.accountId },
    kind: 'competitions.pitch_done',
    params: { title: competition.title },
    link: `/pitch/${competition.slug}/${stageId}/sign`,
    dedupe: `pitch:${stageId}:${entryId}`,
  });
}
