import type { Tx } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { type Actor, declarePersonalData, declareProcessing, offerOnMe, systemActor } from '../../people/index.ts';
import { actInTransaction } from '../act-on-competition.ts';
import { competitionById } from '../competition.queries.ts';
import { fillGaps } from './assign-jurors.ts';
import { assignmentsOf, competitionsLeftBy } from './assignment.queries.ts';
import { isJuror } from './juror.queries.ts';
import './jury.errors.ts';
import { offerJuryPlaces } from './offer-places.ts';
import { countJuryWork, eraseJuryWork, juryWorkOf } from './personal.queries.ts';
import { juryTables } from './processing.ts';
import { remindOfEnds } from './remind-jurors.ts';
import { juryKinds, tellOfJury } from './tell-jurors.ts';

/** What juries hold, and whom they tell. */
export function wireJury(k: Kernel): void {
  declareProcessing(k, juryTables);
  offerJuryPlaces(k);
  k.notify.declareKinds(
    juryKinds.map((kind) => ({ kind, group: 'competitions.jury', mandatory: kind !== 'competitions.jury_closed' })),
  );
  k.outbox.subscribe({
    name: 'competitions.tell_of_jury',
    types: ['assign_jurors', 'recuse', 'confirm_jury', 'fill_gaps', 'reopen_sheet', 'close_jury'].map(
      (act) => `competitions.${act}`,
    ),
    handle: (tx, event) => tellOfJury(k, tx, event),
  });
  k.outbox.subscribe({
    name: 'competitions.juror_left',
    types: ['competitions.duty_ended'],
    handle: (tx, event) => giveOnWhatIsLeft(k, tx, event.subject),
  });
  k.outbox.subscribe({
    name: 'competitions.juror_erased',
    types: ['people.account_erased'],
    handle: async (tx, { subject }) => {
      for (const id of await competitionsLeftBy(tx, subject)) await giveOnWhatIsLeft(k, tx, id);
    },
  });
  k.jobs.define('competitions.jury', { cron: '*/30 * * * *', expireSeconds: 600, retryLimit: 1 }, async () => {
    await remindOfEnds(k);
  });
  offerOnMe(k, {
    href: '/jury',
    label: 'competitions.jury.mine',
    note: 'competitions.jury.mine_note',
    icon: 'pen',
    order: 47,
    who: (_, accountId) => isJuror(k.db, accountId),
  });
  declarePersonalData(k, {
    module: 'competitions.jury',
    held: 'competitions.jury.personal.held',
    kept: 'competitions.jury.personal.kept',
    count: countJuryWork,
    export: juryWorkOf,
    erase: eraseJuryWork,
  });
}

/** What a juror who left has not handed in goes to others. */
async function giveOnWhatIsLeft(k: Kernel, tx: Tx, competitionId: string): Promise<void> {
  const act = { act: 'fill_gaps', as: 'system' as const, may: (actor: Actor) => actor.kind === 'system' };
  if ((await competitionById(tx, competitionId))?.state !== 'open') return;
  await actInTransaction(k, tx, systemActor, competitionId, act, async (acting) => {
    let given = 0;
    let taken = 0;
    for (const stage of acting.competition.stages) {
      if ((stage.kind !== 'jury' && stage.kind !== 'pitch') || stage.closedAt) continue;
      if ((await assignmentsOf(tx, stage.id)).length === 0) continue;
      const filled = await fillGaps(acting, stage);
      given += filled.given;
      taken += filled.taken;
    }
    return { details: { given, taken }, done: given + taken > 0, result: undefined };
  });
}
