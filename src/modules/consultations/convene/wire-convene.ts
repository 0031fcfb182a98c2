import { inTransaction } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import {
  actorOf,
  declareAccountJoin,
  declareDepartmentMerge,
  declareDepartmentUse,
  declarePersonalData,
  declareProcessing,
} from '../../people/index.ts';
import { mayReadDesk } from '../consultations.policy.ts';
import { annexPurpose } from './annexes.ts';
import { consultationOfFile, consultationsOf, countRunning, moveConsultations } from './convene.queries.ts';
import './convene.errors.ts';
import { countHearingData, forgetOldHearings, hearingDataOf, joinHearingPlaces } from './hearing.queries.ts';
import { conveneTables } from './processing.ts';
import { eraseFromHearings } from './sign-up-for-hearing.ts';
import { tellOfHearings } from './tell-of-hearings.ts';

const mostTags = 100;
const day_ms = 86_400_000;
/** Names and addresses of whoever came to a hearing go so many days after it. */
const hearingDays = 90;

/** Cached pages, departments, files and personal data of consultations. */
export function wireConvene(k: Kernel): void {
  declareProcessing(k, conveneTables);
  dropCachedPages(k);
  tellOfHearings(k);
  k.files.guard(annexPurpose, async (request, file) => {
    const found = await consultationOfFile(k.db, file.id);
    if (found?.published) return 'everybody';
    const actor = await actorOf(k, request);
    if (!found) return actor.accountId !== null && file.ownerId === actor.accountId ? 'reader' : 'nobody';
    return mayReadDesk(actor, found) ? 'reader' : 'nobody';
  });
  declareDepartmentUse(k, countRunning);
  declareDepartmentMerge(k, {
    module: 'consultations',
    count: async (db, from) => [{ key: 'consultations.convene.moving', count: await countRunning(db, from) }],
    move: (tx, from, to) => moveConsultations(tx, from, to),
  });
  declareAccountJoin(k, {
    module: 'consultations.hearings',
    tables: ['consultations.hearing_place'],
    count: async (db, from) => [
      { key: 'consultations.convene.personal.hearings', count: await countHearingData(db, from) },
    ],
    move: joinHearingPlaces,
  });
  declarePersonalData(k, {
    module: 'consultations.hearings',
    held: 'consultations.convene.personal.hearings',
    values: { state: 'consultations.convene.place' },
    count: countHearingData,
    export: hearingDataOf,
    erase: (tx, accountId) => eraseFromHearings(k, tx, accountId),
  });
  k.jobs.define('consultations.forget_hearings', { cron: '41 3 * * *', tz: k.config.TIME_ZONE }, async () => {
    await inTransaction(k.db, (tx) => forgetOldHearings(tx, new Date(k.clock.now().getTime() - hearingDays * day_ms)));
  });
}

/** Drops cached pages of a consultation when something is done in it, here and in every other process. */
function dropCachedPages(k: Kernel): void {
  k.outbox.onDelivered(async (events) => {
    const touched = new Set(
      events.filter(({ type }) => type.startsWith('consultations.')).map(({ subject }) => subject),
    );
    // Pages name their department.
    for (const { type, payload } of events)
      if (type === 'people.department_merged')
        for (const id of await consultationsOf(k.db, String(payload.to))) touched.add(id);
    if (touched.size === 0) return;
    const tags = ['consultations', ...[...touched].map((id) => `consultation:${id}`)];
    for (let start = 0; start < tags.length; start += mostTags) {
      const some = tags.slice(start, start + mostTags);
      k.cache.invalidate(...some);
      await k.live.publish('kernel.cache', some);
    }
  });
}
